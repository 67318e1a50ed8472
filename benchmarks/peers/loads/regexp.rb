# Regular expressions over the lines of a made log: search, groups, replacement.
seed = 42
names = %w[anna bob carla dmitri eve farid]
lines = Array.new(12000) do |number|
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  "#{number} 2026-11-#{seed % 28 + 1}T10:#{seed % 60}:00 [#{%w[info warn error][seed % 3]}] #{names[seed % 6]}@example.org took #{seed % 997} ms at /path/#{seed}"
end
text = lines.join("\n")
took = Hash.new(0)
text.scan(/^(\d+) \S+ \[(warn|error)\] (\w+)@[\w.]+ took (\d+) ms/) { |_, level, name, ms| took["#{level} #{name}"] += ms.to_i }
hidden = text.gsub(/\b([a-z])[a-z]*@(\w+)\.org/, '\1***@\2')
paths = text.scan(%r{/path/(?:\d*?(?:17|71))+\d*$}).size
dates = lines.count { |line| line =~ /-(0?[1-9]|1\d)T10:([0-5]?[05]):/ }
puts %({"took": #{took.values.sum}, "pairs": #{took.size}, "hidden": #{hidden.size}, "paths": #{paths}, "dates": #{dates}})
