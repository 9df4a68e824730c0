"""The errors dvingest raises; the class says what has to happen next, and with which exit code."""


class DvingestError(Exception):
    """Something went wrong that the message explains in one sentence; the command ends with `exit_code`."""

    exit_code = 1


def said(error: Exception, longest: int = 160) -> str:
    """Return what an error of another library says on one line, as a part of a sentence of ours."""
    return " ".join(str(error).split())[:longest]


class ConfigError(DvingestError):
    """A setting or argument is wrong: nothing was started, the reader has to mend the named value."""

    exit_code = 2


class StoreError(DvingestError):
    """The S3 store did not do what was asked; trying again later may help."""


class StoreRefused(StoreError):
    """The store said no (credentials, rights, missing bucket): trying again does not help."""

    def __init__(self, message: str, about: str = "request") -> None:
        super().__init__(message)
        self.about = about
        """What has to be mended: `credentials`, `rights`, `bucket`, `clock`, `place`, `space`, or `request`."""


class ConditionFailed(StoreError):
    """A conditional write found another object there (412): somebody else was first."""


class ObjectMissing(StoreError):
    """There is no object under the key that was read."""


class DamagedError(StoreError):
    """An object is there and cannot be read, now or later: what does not need just this one goes on without it."""


class HostBusyError(DvingestError):
    """Another crawl holds the host's lease: wait for it or come back later."""

    exit_code = 75


class RunRejected(DvingestError):
    """The run finished and its manifest is stored, but a required check failed."""

    exit_code = 3

    def __init__(self, message: str, manifest: object = None) -> None:
        super().__init__(message)
        self.manifest = manifest
        """The run's Manifest, so that the reader of the error can be shown it."""


class CrawlFailed(RunRejected):
    """The crawl did not come to its end; what it brought is stored, and the next run continues from there."""

    exit_code = 1
