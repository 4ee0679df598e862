"""Static files whose names change with their content, inside our scripts' imports too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """A script imports its neighbours by their hashed names: what the phone keeps fits together, offline too."""

    support_js_module_import_aggregation = True
    # Each pass settles one more level of imports.
    max_post_process_passes = 9
