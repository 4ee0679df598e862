from django.db import migrations

from amparo.access.rows import for_who_hears, lock_down


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_row_token_hears"),
        ("people", "0009_changed_by_a_list"),
        ("rights", "0001_initial"),
    ]
    operations = [
        lock_down("rights_request", references=[("person_id", "people_person")]),
        for_who_hears("rights_request"),
        lock_down("rights_copy", referenced=True, references=[("person_id", "people_person")]),
        for_who_hears("rights_copy"),
        lock_down("rights_copypart", references=[("person_id", "people_person"), ("copy_id", "rights_copy")]),
        for_who_hears("rights_copypart"),
    ]
