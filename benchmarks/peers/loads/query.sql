with recursive
  starts(start) as (select 1 union all select start + 1 from starts where start < 1500),
  walks(start, n, steps) as (
    select start, start, 0 from starts
    union all
    select start, case n % 2 when 0 then n / 2 else 3 * n + 1 end, steps + 1 from walks where n > 1)
select json_object('rows', count(*), 'longest', max(steps), 'highest', max(n), 'sum', sum(n % 1009 * start),
  'named', count(*) filter (where printf('%x', n) like '%a_'), 'text', sum(length(replace(printf('%d %x', n, start), '1', 'one'))))
from walks where ?1 is not null
