"""What is wrong with a line of a partner's file, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MEANINGS: dict[str, Any] = {
    "name": _("Full name"),
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "case_number": _("Case number"),
    "phone": _("Phone"),
    "phone_2": _("Second phone"),
    "email": _("E-mail"),
    "language": _("Language"),
    "zip": _("ZIP code"),
    "place": _("City"),
    "state": _("State"),
    "address": _("Address"),
    "zone": _("Time zone"),
    "office": _("Office"),
    "worker": _("Case worker"),
}
PROBLEMS: dict[str, Any] = {
    "line": _("Line"),
    "problem": _("What is wrong"),
    "column": _("Column"),
    "name_missing": _("There is no name."),
    "name_too_long": _("The name is too long."),
    "case_number_too_long": _("The case number is too long."),
    "case_number_of_another_name": _("This case number belongs to somebody with another name."),
    "case_number_of_several": _("Several people have this case number."),
    "case_number_twice": _("This case number stands in the file twice."),
    "number_lost_digits": _(
        "A spreadsheet shortened this number (such as 1.3E+10). Format the column as text and export again."
    ),
    "phone_missing": _("There is no phone number."),
    "phone_too_long": _("The phone number has too many digits."),
    "phone_too_short": _("The phone number has too few digits."),
    "phone_unreadable": _("This is not a phone number."),
    "email_unreadable": _("This is not an e-mail address."),
    "language_unknown": _("We do not know this language."),
    "language_not_offered": _(
        "Amparo does not speak this language. Choose another one for these people below the columns."
    ),
    "language_missing": _("There is no language."),
    "zip_unknown": _("There is no such ZIP code."),
    "place_unknown": _("We do not know this place."),
    "zone_missing": _(
        "The time zone cannot be known from this line: a ZIP code, a city or an office is needed."
    ),
    "zone_unknown": _("We do not know this time zone."),
    "office_unknown": _("There is no such office in this programme."),
    "worker_unknown": _("There is no such case worker in this programme."),
    "same_line_twice": _("The same line stands in the file twice."),
    "same_person_twice": _("The same person stands in the file twice."),
    "same_name_twice": _("This name stands in the file twice."),
    "perhaps_known": _("This may be somebody you already have."),
    "too_many_cells": _("The line has more cells than the table has columns."),
    "stray_quotes": _("The quotation marks in this line do not fit."),
    "cell_holds_an_error": _("The spreadsheet shows an error in this cell."),
    "formula_without_value": _("The cell holds a formula without a value."),
    "line_above_table": _("Lines above the headings were left out."),
    "encoding_guessed": _("The file does not say how its letters are written. Check names with accents."),
    "mojibake": _("Some letters look broken. Save the file as UTF-8 and try again."),
    "other_sheets_left_out": _("Only the first sheet was read."),
    "date_unreadable": _("The date cannot be read."),
    "date_missing": _("There is no date."),
    "time_missing": _("There is no time."),
    "time_unreadable": _("The time cannot be read."),
    "in_the_past": _("The date is in the past."),
    "unknown_person": _("Nobody here has this case number."),
}
REFUSED: dict[str, tuple[Any, Any, int]] = {
    "name_column_missing": (_("No column is the name."), _("Choose which column holds the name."), 400),
    "column_twice": (_("Two columns have the same meaning."), _("Each meaning may be chosen once."), 400),
    "column_missing": (_("A chosen column is not in this file."), _("Choose the columns again."), 400),
    "office_missing": (_("To use the office's time zone, choose an office."), "", 400),
    "mapping_name_missing": (_("Give the reading a name to keep it."), "", 400),
    "not_previewed": (_("Look at the preview before applying."), "", 409),
    "people_changed": (
        _("Meanwhile somebody wrote down one of these people."),
        _("Nothing was written. Look at the preview again."),
        409,
    ),
    "unknown_file": (
        _("There is no such file here."),
        _("Files that were not applied are deleted after a day."),
        404,
    ),
    "not_a_table": (_("This does not look like a table."), _("Save it as CSV or XLSX and try again."), 400),
    "not_a_calendar": (
        _("This does not look like a calendar file."),
        _("Export it as ICS and try again."),
        400,
    ),
    "file_damaged": (_("This file is damaged."), _("Export it again."), 400),
    "file_empty": (_("This file has no rows."), "", 400),
    "file_too_large": (_("This file is too large."), _("Files may have up to 25 MB."), 413),
    "file_unpacks_too_large": (
        _("This file is too large when unpacked."),
        _("Split it into smaller files."),
        413,
    ),
    "too_many_rows": (_("This file has too many rows."), _("Split it into smaller files."), 413),
    "too_many_columns": (
        _("This file has too many columns."),
        _("Leave out those that are not needed."),
        413,
    ),
    "unexpected": (_("Something failed on our side, and nothing was written."), _("Try again."), 500),
}
