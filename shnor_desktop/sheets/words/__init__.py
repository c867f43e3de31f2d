"""What the texts of a workbook say: measures, sittings, subjects, territories, and what is no result at all."""
