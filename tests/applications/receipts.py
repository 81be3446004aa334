"""Moments of receipt and their due dates, worked out by hand, with a calendar and a pencil.

The reading of the law is that of docs/decisions/0011-the-due-date.md. In the explanations
"Mon 30" is a day of the month.
"""

from datetime import date

# Public holidays, with substitutes, the election of 2026, and the two that are new since 2026
# (1 May, 17 July): year, month, days. Of 2028 the first quarter.
_HOLIDAYS = (
    (2026, 1, (1,)),
    (2026, 2, (16, 17, 18)),
    (2026, 3, (1, 2)),
    (2026, 5, (1, 5, 24, 25)),
    (2026, 6, (3, 6)),
    (2026, 7, (17,)),
    (2026, 8, (15, 17)),
    (2026, 9, (24, 25, 26)),
    (2026, 10, (3, 5, 9)),
    (2026, 12, (25,)),
    (2027, 1, (1,)),
    (2027, 2, (6, 7, 8, 9)),
    (2027, 3, (1,)),
    (2027, 5, (1, 3, 5, 13)),
    (2027, 6, (6,)),
    (2027, 7, (17, 19)),
    (2027, 8, (15, 16)),
    (2027, 9, (14, 15, 16)),
    (2027, 10, (3, 4, 9, 11)),
    (2027, 12, (25, 27)),
    (2028, 1, (1, 26, 27, 28)),
    (2028, 3, (1,)),
)
HOLIDAYS = frozenset(date(year, month, day) for year, month, days in _HOLIDAYS for day in days)

# Received, first use, due, and how the due date comes about: seven calendar days.
BY_CALENDAR = [
    # Ordinary days: the day of receipt is left out, the same weekday a week later is the seventh.
    ("2026-11-23 10:00", "2026-12-18", "2026-11-30", "Mon 23; Tue 24 is the first, Mon 30 the 7th"),
    ("2026-11-24 09:00", "2026-12-18", "2026-12-01", "Tue 24, so Tue 1"),
    ("2026-11-25 14:00", "2026-12-18", "2026-12-02", "Wed 25, so Wed 2"),
    ("2026-11-26 17:59", "2026-12-18", "2026-12-03", "Thu 26, so Thu 3"),
    ("2026-11-27 11:00", "2026-12-18", "2026-12-04", "Fri 27, so Fri 4"),
    # Ninety days before: the cap is far away.
    ("2026-11-25 09:00", "2027-02-23", "2026-12-02", "D-90 (5+31+31+23 days), Wed 25, so Wed 2"),
    ("2026-11-28 09:00", "2027-02-26", "2026-12-07", "D-90 is Sat 28; Sat 5 goes on to Mon 7"),
    # Near the use on Fri 18 December: D-2 is Wed 16.
    ("2026-12-08 10:00", "2026-12-18", "2026-12-15", "D-10: Tue 15 comes before D-2"),
    ("2026-12-09 10:00", "2026-12-18", "2026-12-16", "D-9: the 7th day is D-2 itself"),
    ("2026-12-10 10:00", "2026-12-18", "2026-12-16", "D-8: the 7th day Thu 17 is D-1; D-2 holds"),
    ("2026-12-11 10:00", "2026-12-18", "2026-12-16", "D-7: the 7th day is the use; D-2 holds"),
    ("2026-12-11 23:59", "2026-12-18", "2026-12-16", "D-7, its last minute: D-2 holds"),
    ("2026-12-11 10:00", "2026-12-19", "2026-12-17", "D-8 of a Saturday: D-2 is Thu 17"),
    ("2026-12-12 10:00", "2026-12-19", "2026-12-17", "D-7 of a Saturday, a Saturday: Thu 17"),
    ("2026-12-14 10:00", "2026-12-21", "2026-12-19", "D-7 of a Monday: D-2 is Sat 19, not moved"),
    ("2026-12-14 10:00", "2026-12-22", "2026-12-20", "D-8 of a Tuesday: D-2 is Sun 20, not moved"),
    ("2026-12-18 10:00", "2026-12-27", "2026-12-25", "Fri 25 is Christmas, and D-2: not moved"),
    ("2026-12-18 10:00", "2026-12-26", "2026-12-24", "D-8: D-2 is Thu 24, before Christmas"),
    ("2026-12-17 10:00", "2026-12-18", "2026-12-17", "D-1: D-2 is over; never before the receipt"),
    ("2026-12-16 10:00", "2026-12-18", "2026-12-16", "D-2 itself: due on the same day"),
    # By night and in the evening the true receipt counts, by the day of Seoul.
    ("2026-11-23 18:01", "2026-12-18", "2026-11-30", "after hours on Mon 23, still from Mon 23"),
    ("2026-11-27 22:00", "2026-12-18", "2026-12-04", "Fri 27 by night; ranks on Mon 30, due Fri 4"),
    ("2026-11-23 00:00", "2026-12-18", "2026-11-30", "the first minute of Mon 23"),
    ("2026-11-24 00:30", "2026-12-18", "2026-12-01", "Tue 24 in Seoul, when it is Mon 23 in UTC"),
    ("2026-11-23 07:00", "2026-12-18", "2026-11-30", "before hours on Mon 23"),
    ("2026-11-23 23:59", "2026-12-18", "2026-11-30", "the last minute of Mon 23"),
    # Weekends: the 7th day falls on a weekend too, and the next working day is the Monday.
    ("2026-11-21 10:00", "2026-12-18", "2026-11-30", "Sat 21; Sat 28 goes on to Mon 30"),
    ("2026-11-22 15:00", "2026-12-18", "2026-11-30", "Sun 22; Sun 29 goes on to Mon 30"),
    ("2026-11-22 23:59", "2026-12-18", "2026-11-30", "Sun 22 by night: as above"),
    ("2026-11-28 20:00", "2026-12-18", "2026-12-07", "Sat 28; Sat 5 goes on to Mon 7"),
    ("2026-12-06 09:00", "2026-12-16", "2026-12-14", "Sun 6; Sun 13 goes on to Mon 14, the D-2"),
    ("2026-12-05 10:00", "2026-12-15", "2026-12-13", "Sat 12 would go on to Mon 14; D-2 is Sun 13"),
    # Seollal 2026: Mon 16 to Wed 18 February.
    ("2026-02-07 10:00", "2026-03-20", "2026-02-19", "Sat 14, Sunday, three feast days: Thu 19"),
    ("2026-02-09 10:00", "2026-03-20", "2026-02-19", "Mon 16 is the eve: Thu 19"),
    ("2026-02-10 10:00", "2026-03-20", "2026-02-19", "Tue 17 is Seollal: Thu 19"),
    ("2026-02-11 10:00", "2026-03-20", "2026-02-19", "Wed 18 is the day after: Thu 19"),
    ("2026-02-17 12:00", "2026-03-20", "2026-02-24", "received at Seollal, Tue 17: Tue 24"),
    # Seollal 2027: Sat 6 to Mon 8 February; it meets a Sunday, so Tue 9 is its substitute.
    ("2027-01-30 10:00", "2027-03-12", "2027-02-10", "Sat 6, Sun 7, Mon 8, Tue 9 are off: Wed 10"),
    ("2027-02-01 10:00", "2027-03-12", "2027-02-10", "Mon 8 and the substitute Tue 9: Wed 10"),
    ("2027-02-02 10:00", "2027-03-12", "2027-02-10", "Tue 9 is the substitute: Wed 10"),
    ("2027-02-02 10:00", "2027-02-12", "2027-02-10", "Wed 10 again, and it is D-2"),
    ("2027-02-02 10:00", "2027-02-11", "2027-02-09", "D-2 is the substitute Tue 9, not moved"),
    # Chuseok 2026: Thu 24 to Sat 26 September. Chuseok 2027: Tue 14 to Thu 16.
    ("2026-09-17 10:00", "2026-10-30", "2026-09-28", "Thu 24 to Sat 26 and Sunday: Mon 28"),
    ("2026-09-19 10:00", "2026-10-30", "2026-09-28", "Sat 26 and Sunday: Mon 28"),
    ("2026-09-25 10:00", "2026-10-30", "2026-10-02", "received at Chuseok, Fri 25: Fri 2"),
    ("2027-09-07 10:00", "2027-10-29", "2027-09-17", "Tue 14 to Thu 16 are off: Fri 17"),
    # Substitute holidays, national holidays, the election.
    ("2026-02-21 10:00", "2026-03-20", "2026-03-03", "Sat 28, Sun 1, its substitute Mon 2: Tue 3"),
    ("2026-02-23 10:00", "2026-03-20", "2026-03-03", "Mon 2 March is a substitute: Tue 3"),
    ("2026-04-24 10:00", "2026-06-19", "2026-05-04", "Fri 1 May is Labour Day, weekend: Mon 4"),
    ("2026-04-28 10:00", "2026-06-19", "2026-05-06", "Tue 5 May is Children's Day: Wed 6"),
    ("2026-05-18 10:00", "2026-06-19", "2026-05-26", "Mon 25 is the substitute of Sun 24: Tue 26"),
    ("2026-05-27 10:00", "2026-07-10", "2026-06-04", "Wed 3 June is the election: Thu 4"),
    ("2026-06-03 10:00", "2026-07-10", "2026-06-10", "received on the day of the election: Wed 10"),
    ("2026-07-10 10:00", "2026-08-21", "2026-07-20", "Fri 17 is Constitution Day, weekend: Mon 20"),
    ("2026-08-10 10:00", "2026-09-18", "2026-08-18", "Mon 17 is the substitute of Sat 15: Tue 18"),
    ("2026-09-26 10:00", "2026-11-06", "2026-10-06", "Sat 3, Sun 4, substitute Mon 5: Tue 6"),
    ("2026-09-28 10:00", "2026-11-06", "2026-10-06", "Mon 5 October is a substitute: Tue 6"),
    ("2026-10-02 10:00", "2026-11-06", "2026-10-12", "Fri 9 is Hangeul Day, weekend: Mon 12"),
    ("2027-04-24 10:00", "2027-06-18", "2027-05-04", "Sat 1, Sun 2, substitute Mon 3: Tue 4"),
    ("2027-04-26 10:00", "2027-06-18", "2027-05-04", "Mon 3 May is a substitute: Tue 4"),
    ("2027-07-12 10:00", "2027-08-20", "2027-07-20", "Mon 19 is the substitute of Sat 17: Tue 20"),
    # The end of the year.
    ("2026-12-18 10:00", "2027-01-29", "2026-12-28", "Fri 25 is Christmas, weekend: Mon 28"),
    ("2026-12-24 10:00", "2027-01-29", "2026-12-31", "Thu 24, so Thu 31"),
    ("2026-12-25 10:00", "2027-01-29", "2027-01-04", "Fri 1 January, weekend: Mon 4"),
    ("2026-12-31 23:59", "2027-01-29", "2027-01-07", "the last minute of the year, Thu 31: Thu 7"),
    ("2027-12-20 10:00", "2028-01-28", "2027-12-28", "Mon 27 is Christmas' substitute: Tue 28"),
    # Leap day: Tue 29 February 2028.
    ("2028-02-22 10:00", "2028-03-24", "2028-02-29", "Tue 22, so Tue 29"),
    ("2028-02-23 10:00", "2028-03-24", "2028-03-02", "Wed 1 March is a holiday: Thu 2"),
    ("2028-02-24 10:00", "2028-03-02", "2028-02-29", "D-7 (5 days of Feb, 2 of March): Tue 29"),
    ("2028-02-29 10:00", "2028-03-24", "2028-03-07", "received on the leap day, Tue 29: Tue 7"),
]  # fmt: skip

# The same with seven working days: the day of receipt is the first, if it is one.
BY_WORKING_DAYS = [
    ("2026-11-23 10:00", "2026-12-18", "2026-12-01", "23 24 25 26 27, 30 1: Tue 1"),
    ("2026-11-23 20:00", "2026-12-18", "2026-12-01", "by night: from Mon 23 all the same"),
    ("2026-11-27 10:00", "2026-12-18", "2026-12-07", "27, 30 1 2 3 4, 7: Mon 7"),
    ("2026-11-28 10:00", "2026-12-18", "2026-12-08", "Sat 28 is none; 30 1 2 3 4, 7 8: Tue 8"),
    ("2026-12-10 10:00", "2026-12-18", "2026-12-16", "D-8: 10 11, 14 15 16 17 18; D-2 holds"),
    ("2026-12-11 10:00", "2026-12-18", "2026-12-16", "D-7: D-2 holds"),
    ("2026-02-12 10:00", "2026-03-20", "2026-02-25", "12 13, Seollal, 19 20, 23 24 25: Wed 25"),
    ("2026-05-28 10:00", "2026-07-10", "2026-06-08", "28 29, 1 2, election, 4 5, 8: Mon 8"),
    ("2026-10-02 10:00", "2026-11-06", "2026-10-14", "2, 6 7 8, Hangeul Day, 12 13 14: Wed 14"),
    ("2026-12-24 10:00", "2027-01-29", "2027-01-05", "24, 28 29 30 31, New Year, 4 5: Tue 5"),
    ("2027-04-30 10:00", "2027-06-18", "2027-05-12", "30, 4, holiday, 6 7, 10 11 12: Wed 12"),
    ("2028-02-29 10:00", "2028-03-24", "2028-03-09", "29, holiday, 2 3, 6 7 8 9: Thu 9"),
]  # fmt: skip

# Received on Mon 23 November 2026, 10:00, for Fri 18 December: when the clock stood.
PAUSED = [
    (["11-25 10:00 11-25 16:00"], "2026-11-30", "asked and answered on one day: it does not stand"),
    (["11-25 10:00 11-27 09:00"], "2026-12-02", "Wed 25 and Thu 26 stood: Mon 30 and 2 days"),
    (["11-23 10:00 11-25 10:00"], "2026-12-02", "asked on the day of receipt: Mon 23 and Tue 24"),
    (["11-24 10:00 11-26 10:00", "11-25 09:00 11-27 18:00"], "2026-12-03", "Tue to Thu, merged: 3"),
    (["11-24 10:00 11-25 10:00", "11-26 10:00 11-27 10:00"], "2026-12-02", "two of a day: 2"),
    (["11-24 10:00 11-28 10:00"], "2026-12-04", "Tue 24 to Fri 27: 4 days, Fri 4"),
    (["11-23 11:00 11-28 10:00"], "2026-12-07", "5 days lead to Sat 5, on to Mon 7"),
    (["11-30 10:00 12-03 15:00"], "2026-12-03", "asked on the last day; Thu 3 is the 7th now"),
    (["12-01 10:00 12-04 10:00"], "2026-11-30", "asked when it was late: it stays late"),
    (["11-24 10:00 12-17 18:00"], "2026-12-16", "open until the day before: D-2 holds"),
    (["11-24 00:30 11-25 00:30"], "2026-12-01", "by the days of Seoul: Tue 24 stood"),
]

PAUSED_IN_WORKING_DAYS = [
    (["11-27 17:00 11-30 10:00"], "2026-12-02", "Fri 27 stood; the weekend does not count anyway"),
    (["11-28 10:00 11-30 10:00"], "2026-12-01", "a weekend only: nothing"),
    (["11-23 10:00 11-25 10:00"], "2026-12-03", "Mon and Tue stood: 25 26 27, 30 1 2 3"),
]
