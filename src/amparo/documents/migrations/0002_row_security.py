from django.db import migrations

from amparo.access.rows import lock_down


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security"), ("documents", "0001_initial")]
    operations = [
        lock_down("documents_document", references=[("person_id", "people_person")], referenced=True),
        lock_down(
            "documents_documentpart",
            references=[("person_id", "people_person"), ("document_id", "documents_document")],
            referenced=True,
        ),
        lock_down(
            "documents_documentpiece",
            references=[("person_id", "people_person"), ("part_id", "documents_documentpart")],
        ),
    ]
