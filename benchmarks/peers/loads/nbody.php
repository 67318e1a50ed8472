<?php
function step(array &$bodies, float $time): void {
  $count = count($bodies);
  for ($at = 0; $at < $count; $at++) {
    for ($other = $at + 1; $other < $count; $other++) {
      $dx = $bodies[$at][0] - $bodies[$other][0];
      $dy = $bodies[$at][1] - $bodies[$other][1];
      $dz = $bodies[$at][2] - $bodies[$other][2];
      $force = $time / pow($dx * $dx + $dy * $dy + $dz * $dz, 1.5);
      $bodies[$at][3] -= $dx * $bodies[$other][6] * $force;
      $bodies[$at][4] -= $dy * $bodies[$other][6] * $force;
      $bodies[$at][5] -= $dz * $bodies[$other][6] * $force;
      $bodies[$other][3] += $dx * $bodies[$at][6] * $force;
      $bodies[$other][4] += $dy * $bodies[$at][6] * $force;
      $bodies[$other][5] += $dz * $bodies[$at][6] * $force;
    }
  }
  foreach ($bodies as &$body) {
    $body[0] += $time * $body[3];
    $body[1] += $time * $body[4];
    $body[2] += $time * $body[5];
  }
}
$sun = 4 * M_PI ** 2;
$bodies = [[0, 0, 0, 0, 0, 0, $sun]];
for ($each = 1; $each < 5; $each++) {
  $bodies[] = [$each * 1.3, 0.1 * $each, 0.01, 0.02 * $each, 6.2 / sqrt($each), 0.03, $sun / 1000 / $each];
}
for ($each = 0; $each < 12000; $each++) {
  step($bodies, 0.001);
}
echo implode(' ', array_map(fn($body) => round($body[0] * 1e6), $bodies));
?>
