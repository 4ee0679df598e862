"""Static files whose names change with their content, inside our scripts' imports too."""

from typing import Any

import rjsmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "amparo/"


class HashedModules(CompressedManifestStaticFilesStorage):
    """A script imports its neighbours by their hashed names: what the phone keeps fits together, offline too."""

    support_js_module_import_aggregation = True
    # Each pass settles one more level of imports.
    max_post_process_passes = 9

    def _save(self, name: str, content: Any) -> str:
        if name.startswith(OURS) and name.endswith(".js"):
            content.seek(0)  # whoever reckoned its name has read it to the end
            content = ContentFile(light(content.read().decode()).encode())
        return super()._save(name, content)


def light(script: str) -> str:
    """The script without its comments and without space that only a reader needs: a phone needs neither."""
    return str(rjsmin.jsmin(script)) + "\n"
