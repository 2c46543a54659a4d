-- name: messages_by_state
SELECT m.channel, m.state, count(*)::int AS messages
  FROM notifications.pub_message AS m
 WHERE m.created_at > :since
 GROUP BY m.channel, m.state;
