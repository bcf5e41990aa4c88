"""The one error of the build."""


class AssetBuildError(RuntimeError):
    """The bundled assets cannot be built; the text says why and what to do."""
