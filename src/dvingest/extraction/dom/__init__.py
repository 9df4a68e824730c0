"""The page as it came: its bytes decoded, parsed by lexbor, asked for elements and for what it declares of itself."""
