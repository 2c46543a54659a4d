-- name: answer_case
-- Row security hides the cases of others; one that was settled meanwhile is left as it is.
UPDATE registry.correction_case AS c
   SET state = 'settled', answer = :answer, closed_at = :now, owner = :owner
 WHERE c.case_id = :case_id AND c.state = 'open'
RETURNING c.person_id;
