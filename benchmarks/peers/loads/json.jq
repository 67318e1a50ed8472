[range(12000) | {id: ., name: "customer \(. * 7919 % 97)", tags: [tostring, "größe", null], amount: (. * 104729 % 10007 / 100)}]
| tojson | fromjson
| group_by(.name)
| map({name: .[0].name, count: length, sum: (map(.amount) | add), tags: (map(.tags[0]) | join(",") | length)})
| sort_by(-.sum)
| {groups: length, best: .[0], text: (map(tojson) | join("\n") | length)}
