"""What is due, in plain SQL written apart from the subjects: SQLite does the calendar and the joins itself."""

from chinese_calendar import constants

from models.codes import norm

OPEN = "(e.eliminated IS NULL OR e.eliminated = 0) AND COALESCE(e.state, '') NOT IN ('91', '98', '99')"


def last(column):
    return (
        f"CASE LENGTH({column}) WHEN 4 THEN {column} || '-12-31' "
        f"WHEN 7 THEN date({column} || '-01', '+1 month', '-1 day') ELSE substr({column}, 1, 10) END"
    )


def ahead(days):
    return f"date(:t, '+{days} days')"


WATCHED = (
    f"SELECT e.household_id AS id, MIN(e.recognised_on) AS since FROM episode e "
    f"WHERE e.recognised_on IS NOT NULL AND {OPEN} GROUP BY e.household_id"
)
SEEN = "SELECT household_id AS id, MAX(date) AS day FROM visit WHERE COALESCE(kind, '') <> '06' GROUP BY household_id"


def unseen(kind, months):
    """Unwatched households of a kind whose last visit is too long ago, or who were never visited."""
    due = f"date({last('s.day')}, '+{months} months', 'floor')"
    return (
        f"WITH s AS ({SEEN}), w AS ({WATCHED}) SELECT h.id, COALESCE({due}, '') FROM household h "
        f"LEFT JOIN s ON s.id = h.id LEFT JOIN w ON w.id = h.id WHERE w.id IS NULL AND {kind} "
        f"AND COALESCE(h.members_now, 1) > 0 AND (SELECT COUNT(*) FROM s) > 0 AND (s.id IS NULL OR {due} <= :t)"
    )


def meetings(kind, months):
    """The last meeting of a kind, when some span of the year is over and had none."""
    number = "CAST(substr(m.date, 6, 2) AS INTEGER)"
    return (
        f"SELECT (SELECT MAX(id) FROM meeting WHERE kind = '{kind}'), '' "
        f"WHERE EXISTS (SELECT 1 FROM meeting WHERE kind = '{kind}') AND EXISTS ("
        f"WITH RECURSIVE span(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM span WHERE n < {12 // months - 1}) "
        f"SELECT 1 FROM span WHERE (n + 1) * {months} < CAST(strftime('%m', :t) AS INTEGER) AND NOT EXISTS ("
        f"SELECT 1 FROM meeting m WHERE m.kind = '{kind}' AND substr(m.date, 1, 4) = strftime('%Y', :t) "
        f"AND {number} > n * {months} AND {number} <= (n + 1) * {months}))"
    )


def birthday(age):
    day = f"date(birth, '+{age} years', 'floor')"
    return (
        f"SELECT id, {day} FROM member WHERE LENGTH(birth) = 10 AND COALESCE(state, '') <> '03' "
        f"AND {day} BETWEEN :t AND {ahead(norm('todo.birthday_days'))}"
    )


def without(groups, since):
    """Open episodes whose household has no running measure (of these groups) since a span after recognition."""
    due = f"date({last('e.recognised_on')}, {since}, 'floor')"
    of = f'AND m."group" IN {groups}' if groups else ""
    return (
        f"SELECT e.id, {due} FROM episode e WHERE e.recognised_on IS NOT NULL AND {OPEN} AND {due} < :t "
        f"AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.household_id = e.household_id "
        f"AND COALESCE(m.status, '') <> '04' {of})"
    )


NEVER_HELPED = (
    "AND EXISTS (SELECT 1 FROM member p WHERE p.household_id = e.household_id AND p.labour IN ('01', '02') "
    "AND COALESCE(p.state, '') <> '03')"
)
DEVELOPING = "('100A39', '100A40', '100A41', '100A42')"
ANSWERS = (
    "('01', '100A45'), ('01', '100A52'), ('02', '100A46'), ('02', '100A47'), ('02', '100A52'), ('03', '100A48'), "
    "('03', '100A52'), ('07', '100A40'), ('07', '100A42'), ('08', '100A48'), ('08', '100A52'), ('09', '100A50'), "
    "('09', '100A53'), ('10', '100A51')"
)
OVER = "('30', '91', '98', '99')"
CHAIN = (
    "WITH RECURSIVE day(d) AS (SELECT '2024-01-01' UNION ALL SELECT date(d, '+1 day') FROM day "
    "WHERE d < '2027-12-31'), free(d) AS (VALUES {free}), made_up(d) AS (VALUES {made_up}), "
    "work(d) AS (SELECT d FROM day WHERE d IN (SELECT d FROM made_up) "
    "OR (strftime('%w', d) NOT IN ('0', '6') AND d NOT IN (SELECT d FROM free)))"
)


def calendar():
    """The working days of the State Council's notices, as SQL."""
    values = {
        "free": ", ".join(f"('{day}')" for day in sorted(constants.holidays) if day.year > 2023),
        "made_up": ", ".join(f"('{day}')" for day in sorted(constants.workdays) if day.year > 2023),
    }
    return CHAIN.format(**values)


def step_of(states, since, due):
    """Running episodes in these states, with the last day of the next step by the last of the steps ``since``."""
    return (
        f"SELECT id, {due} AS due FROM (SELECT e.id AS id, MAX(s.date) AS start FROM episode e "
        f"JOIN episode_step s ON s.episode_id = e.id AND s.step IN {since} WHERE e.state IN {states} GROUP BY e.id) "
        f"WHERE LENGTH(start) >= 10 AND {due} <= :t"
    )


WORKING_15 = "(SELECT d FROM work WHERE d > start ORDER BY d LIMIT 1 OFFSET 14)"
STEPS = (
    step_of("('01', '12')", "('01', '12')", "date(start, '+2 days')"),
    step_of("('02')", "('01', '12')", "date(start, '+5 days')"),
    step_of("('03')", "('02', '03')", "date(start, '+5 days')"),
    step_of("('05', '06', '07')", "('01')", WORKING_15),
    step_of("('09')", "('07')", "date(start, '+10 days')"),
)
LOAN_DAY = last("COALESCE(extended_to, due)")
SCHOOL_YEAR = "(CAST(strftime('%Y', :t) AS INTEGER) - (strftime('%m', :t) < '09'))"
INCOME_YEAR = "(CAST(strftime('%Y', :t) AS INTEGER) - (strftime('%m-%d', :t) < '10-01'))"
YEAR = "CAST(strftime('%Y', :t) AS INTEGER)"

SQL = {
    "household_head": "SELECT id, '' FROM household WHERE COALESCE(head, '') = ''",
    "project_start": (
        f"SELECT id, {last('start_plan')} FROM project WHERE start_real IS NULL AND {last('start_plan')} < :t "
        "AND COALESCE(stage, '01') <= '05'"
    ),
    "project_end": (
        f"SELECT id, {last('end_plan')} FROM project WHERE end_real IS NULL AND {last('end_plan')} < :t "
        "AND COALESCE(stage, '01') <= '07'"
    ),
    "points_publicity": (
        "SELECT MIN(p.id), p.public_to FROM point_entry p JOIN household h ON h.id = p.household_id "
        "WHERE julianday(p.public_to) - julianday(:t) BETWEEN 0 AND 3 GROUP BY h.village_id, p.batch, p.public_to"
    ),
    "grid_missing": (
        "SELECT DISTINCT v.id, '' FROM village v, json_each('[\"' || replace(replace(v.groups, '、', '\",\"'), "
        "char(10), '\",\"') || '\"]') g WHERE trim(g.value) <> '' AND NOT EXISTS (SELECT 1 FROM grid_worker w "
        'WHERE w.village_id = v.id AND w."group" = trim(g.value) AND w."end" IS NULL)'
    ),
    "roll_down": (
        f"SELECT id, {last('published_to')} FROM honor_roll WHERE published_from IS NOT NULL AND removed_on IS NULL "
        f"AND {last('published_to')} <= :t"
    ),
    "dispute_open": (
        f"SELECT id, date({last('date')}, '+30 days') FROM dispute WHERE closed_on IS NULL "
        f"AND COALESCE(result, '04') = '04' AND date({last('date')}, '+30 days') <= :t"
    ),
    "loan_late": f"SELECT id, {LOAN_DAY} FROM loan WHERE repaid_on IS NULL AND balance > 0 AND {LOAN_DAY} < :t",
    "loan_due": (
        f"SELECT id, {LOAN_DAY} FROM loan WHERE repaid_on IS NULL AND balance > 0 "
        f"AND {LOAN_DAY} BETWEEN :t AND {ahead(90)}"
    ),
    "post_end": (
        f"SELECT id, {last(chr(34) + 'end' + chr(34))} FROM post WHERE exit_on IS NULL "
        f"AND {last(chr(34) + 'end' + chr(34))} BETWEEN :t AND {ahead(30)}"
    ),
    "yulu_unpaid": (
        "SELECT id, CASE term WHEN '02' THEN (year + 1) || '-01-31' ELSE (year + 1) || '-07-31' END FROM yulu "
        "WHERE status IN ('01', '02') "
        "AND CASE term WHEN '02' THEN year || '-09-01' ELSE (year + 1) || '-03-01' END <= :t"
    ),
    "work_unconfirmed": (
        "SELECT MIN(id), date(:t, 'start of month', '+1 month', '-1 day') FROM work_record WHERE working = 1 "
        "AND substr(COALESCE(confirmed, ''), 1, 7) < substr(:t, 1, 7) "
        "AND COALESCE(substr(\"end\", 1, 7), '9999') >= substr(:t, 1, 7) "
        "AND COALESCE(substr(start, 1, 7), '') <= substr(:t, 1, 7) GROUP BY village_id"
    ),
    "meeting_missing": f"SELECT * FROM ({meetings('02', 1)}) UNION ALL SELECT * FROM ({meetings('03', 3)})",
    "decision_due": (
        f"SELECT id, {last('deadline')} FROM decision WHERE {last('deadline')} <= {ahead(7)} "
        "AND COALESCE(state, '01') IN ('01', '02')"
    ),
    "visit_monitored": (
        f"WITH s AS ({SEEN}), w AS ({WATCHED}) SELECT id, due FROM (SELECT w.id AS id, "
        f"date({last('max(w.since, COALESCE(s.day, w.since))')}, '+1 month', 'floor') AS due "
        "FROM w LEFT JOIN s ON s.id = w.id) WHERE due <= :t"
    ),
    "visit_poor": unseen("h.hh_type IN ('01', '03')", 3),
    "visit_other": unseen("COALESCE(h.hh_type, '') NOT IN ('01', '03')", 6),
    "leader_absent": (
        "WITH d AS (SELECT MIN(id) AS id, name, village_id, MIN(COALESCE(substr(start || '-01-01', 1, 10), '')) "
        "AS since, COALESCE(MAX(1, 12 / NULLIF(MAX(COALESCE(least, 0)), 0)), 3) AS months FROM contact_duty "
        f"WHERE COALESCE(start, '') <= :t AND COALESCE({last(chr(34) + 'end' + chr(34))}, :t) >= :t "
        "GROUP BY name, village_id), v AS (SELECT h.village_id, v.date, ' ' || replace(replace(replace(replace("
        "v.visitors, '、', ' '), '，', ' '), ',', ' '), ';', ' ') || ' ' AS who FROM visit v "
        "JOIN household h ON h.id = v.household_id WHERE v.visitors IS NOT NULL AND COALESCE(v.kind, '') <> '06'), "
        "s AS (SELECT d.id, MAX(v.date) AS day FROM d JOIN v ON v.village_id = d.village_id "
        "AND v.who LIKE '% ' || d.name || ' %' GROUP BY d.id), e AS (SELECT d.id, d.months, "
        "MAX(COALESCE(s.day, ''), d.since) AS day FROM d LEFT JOIN s ON s.id = d.id) "
        "SELECT id, due FROM (SELECT id, CASE day WHEN '' THEN '' ELSE "
        f"date({last('day')}, '+' || months || ' months', 'floor') END AS due FROM e) WHERE due <= :t "
        "AND EXISTS (SELECT 1 FROM v WHERE v.village_id IN (SELECT village_id FROM d))"
    ),
    "task_deadline": (
        f"SELECT id, {last('deadline')} FROM task WHERE state <> '03' AND {last('deadline')} <= {ahead(7)}"
    ),
    "plan_missing": (
        f"SELECT e.id, date({last('e.recognised_on')}, '+10 days') FROM episode e WHERE e.recognised_on IS NOT NULL "
        f"AND {OPEN} AND date({last('e.recognised_on')}, '+10 days') < :t "
        "AND e.id NOT IN (SELECT episode_id FROM assist_plan WHERE episode_id IS NOT NULL)"
    ),
    "measure_missing": without("", "'+1 month'"),
    "development_missing": (
        f"SELECT * FROM ({without(DEVELOPING, chr(39) + '+6 months' + chr(39))} {NEVER_HELPED}) "
        f"WHERE id NOT IN (SELECT id FROM ({without('', chr(39) + '+1 month' + chr(39))}))"
    ),
    "measure_hole": (
        f'WITH a(risk, of) AS (VALUES {ANSWERS}), r AS (SELECT m.household_id AS home, m."group" AS of FROM measure m '
        f"WHERE COALESCE(m.status, '') <> '04') SELECT DISTINCT e.id, '' FROM episode e, "
        "json_each('[\"' || replace(e.risks, ',', '\",\"') || '\"]') x WHERE e.recognised_on IS NOT NULL "
        f"AND COALESCE(e.risks, '') <> '' AND {OPEN} AND e.household_id IN (SELECT home FROM r) "
        "AND x.value IN (SELECT risk FROM a) AND NOT EXISTS (SELECT 1 FROM a JOIN r ON r.of = a.of "
        "WHERE a.risk = x.value AND r.home = e.household_id)"
    ),
    "measure_due": (
        f"SELECT id, {last('planned_end')} FROM measure WHERE COALESCE(status, '') NOT IN ('03', '04') "
        f"AND {last('planned_end')} <= {ahead(7)}"
    ),
    "guarantee_failed": (
        "SELECT id, '' FROM (SELECT id, result, handled_on, ROW_NUMBER() OVER (PARTITION BY household_id, dimension "
        "ORDER BY date DESC, id DESC) AS place FROM guarantee_check WHERE household_id IS NOT NULL) "
        "WHERE place = 1 AND result = '02' AND COALESCE(handled_on, '') = ''"
    ),
    "out_of_school": (
        f"SELECT id, '' FROM member WHERE COALESCE(state, '') <> '03' AND COALESCE(school_state, '') = '' "
        "AND COALESCE(education, '') NOT IN ('03', '04', '05', '06') "
        "AND COALESCE(dropout_reason, '') NOT IN ('01', '02') "
        f"AND birth > ({SCHOOL_YEAR} - 16) || '-09-30' AND birth <= ({SCHOOL_YEAR} - 6) || '-09-30'"
    ),
    "income_missing": (
        f"SELECT h.id, {INCOME_YEAR} || '-11-30' FROM household h WHERE h.hh_type IN ('01', '03') "
        f"AND :t <= date({INCOME_YEAR} || '-11-30', '+60 days') AND EXISTS (SELECT 1 FROM income_sheet) "
        f"AND NOT EXISTS (SELECT 1 FROM income_sheet s WHERE s.household_id = h.id AND s.kind = '01' "
        f"AND s.year >= {INCOME_YEAR})"
    ),
    "insurance_missing": (
        f"SELECT id, CASE WHEN strftime('%m', :t) >= '09' THEN {YEAR} + 1 ELSE {YEAR} END || '-02-28' "
        "FROM insured_year WHERE state = '03' AND COALESCE(reason, '') NOT IN ('01', '02', '03', '04') "
        f"AND year = {YEAR} + (strftime('%m', :t) >= '09') "
        "AND (strftime('%m', :t) >= '09' OR strftime('%m-%d', :t) <= '02-28')"
    ),
    "monitor_step": calendar() + " UNION ALL ".join(f" SELECT * FROM ({part})" for part in STEPS),
    "monitor_publicity": (
        "SELECT e.id, s.until FROM episode e JOIN episode_step s ON s.id = "
        "(SELECT MAX(id) FROM episode_step WHERE episode_id = e.id) "
        f"WHERE e.state NOT IN {OVER} AND s.step IN ('05', '24') AND s.until <= :t"
    ),
    "clue_waiting": (
        "SELECT id, date(date, '+2 days') FROM clue WHERE accepted_on IS NULL AND result IS NULL "
        "AND LENGTH(date) >= 10 AND date(date, '+2 days') <= :t"
    ),
    "clue_open": (
        "SELECT id, COALESCE(due, date(accepted_on, '+2 days')) FROM clue WHERE result IS NULL "
        "AND LENGTH(accepted_on) >= 10 AND LENGTH(COALESCE(due, '          ')) >= 10 "
        "AND COALESCE(due, date(accepted_on, '+2 days')) <= :t"
    ),
    "turning_school": birthday(6),
    "turning_pension": birthday(60),
    "reserve_behind": (
        "WITH n AS (SELECT q.id, b.canteen, COALESCE(q.fixed, CAST(ROUND(q.food_total * q.ratio / 10000.0) AS INTEGER))"
        " AS due, (SELECT COALESCE(SUM(s.amount), 0) FROM sale s WHERE s.buyer = b.name AND s.kind = '01'"
        " AND substr(s.date, 1, 4) = CAST(q.year AS TEXT)) AS done"
        " FROM buyer_quota q JOIN buyer b ON b.id = q.buyer_id WHERE q.year = CAST(strftime('%Y', :t) AS INTEGER)) "
        "SELECT id, strftime('%Y', :t) || '-12-31' FROM n WHERE strftime('%m-%d', :t) >= '10-01' AND due > 0"
        " AND COALESCE(canteen, '') NOT IN ('03', '04') AND done * strftime('%j', strftime('%Y', :t) || '-12-31')"
        " < due * strftime('%j', :t)"
    ),
}
