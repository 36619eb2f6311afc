-- Claims with their source, the names of what they are about, and what became of them.
CREATE VIEW claims_in_full AS
SELECT claims.id, claims.theme, claims.statement, claims.printed, claims.value, claims.low, claims.high, claims.bound, claims.unit,
       claims.period, subject.name_en AS subject_name, quantities.name AS quantity_name, speaker.name_en AS speaker_name,
       claims.status, claims.grade, claims.roots, claims.outcome,
       sources.title AS source_title, sources.publisher AS source_publisher, sources.published AS source_published, sources.url AS source_url
FROM claims
JOIN sources ON sources.id = claims.source
JOIN entities AS subject ON subject.id = claims.subject
LEFT JOIN entities AS speaker ON speaker.id = claims.speaker
LEFT JOIN quantities ON quantities.id = claims.quantity;
-- Among rival statements of one thing, the evidence that the report uses, in one shape.
CREATE VIEW preferred_evidence AS
SELECT 'specifications' AS "table", id, subject, quantity, qualifier AS scope, as_of AS period, value, low, high, NULL AS text, unit, basis, source, preferred_reason
FROM specifications WHERE preferred = 'yes'
UNION ALL
SELECT 'attributes', id, subject, quantity, qualifier, NULL, NULL, NULL, NULL, text, NULL, basis, source, preferred_reason
FROM attributes WHERE preferred = 'yes'
UNION ALL
SELECT 'estimates', id, subject, quantity, scope, period, value, low, high, NULL, unit, basis, source, preferred_reason
FROM estimates WHERE preferred = 'yes'
UNION ALL
SELECT 'series', id, subject, quantity, scope, period, value, low, high, NULL, unit, basis, source, preferred_reason
FROM series WHERE preferred = 'yes';
-- Which finding of the audit concerns which claim, one pair a row.
CREATE VIEW findings_of_claims AS
WITH RECURSIVE pair (finding, claim, rest) AS (
    SELECT id, NULL, claims || ';' FROM findings
    UNION ALL
    SELECT finding, trim(substr(rest, 1, instr(rest, ';') - 1)), substr(rest, instr(rest, ';') + 1) FROM pair WHERE rest <> ''
)
SELECT pair.claim, pair.finding, findings.verdict, findings.title FROM pair JOIN findings ON findings.id = pair.finding WHERE pair.claim <> '';
