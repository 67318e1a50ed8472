"""Runs a call for a while unmeasured, then for a while measured: the rule of every peer."""
import os
import time

MIN_CALLS = 5
MAX_CALLS = 200_000

# Set on a busy machine: processor time is counted then, not time on the clock.
CPU_TIME = "VEXHOST_BENCHMARK_CPU_TIME" in os.environ
nanos = time.process_time_ns if CPU_TIME else time.perf_counter_ns


def measure(timed_call, warmup_millis, measure_millis):
    """`timed_call` answers the nanoseconds it took; answers those of every measured call, in order."""
    run(timed_call, warmup_millis, 1)
    return run(timed_call, measure_millis, MIN_CALLS)


def run(timed_call, millis, min_calls):
    times = []
    end = nanos() + int(millis) * 1_000_000
    while len(times) < min_calls or (nanos() < end and len(times) < MAX_CALLS):
        times.append(timed_call())
    return times
