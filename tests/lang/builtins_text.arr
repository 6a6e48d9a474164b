# null: skip
# chr, ord, bin, oct, hex, pow with a modulus, print(file=), sys and time.
import sys
import time
import numpy as np

print(chr(65), chr(0x20AC), chr(0x1F600), ord("a"), ord("é"), ord(chr(0x10FFFF)), chr(np.int64(48)))
print(bin(5), bin(-5), bin(0), bin(2**70), oct(8), oct(-9), hex(255), hex(-2**65), hex(True), hex(np.uint8(200)))
print(pow(3, 4), pow(2, -1), pow(2.0, 0.5), pow(3, 4, 5), pow(-3, 5, 7), pow(3, 5, -7), pow(2, 1000, 10**20), pow(3, -1, 11), pow(10, -3, 7), pow(5, 0, 1))
print(pow(base=2, exp=3), pow(np.arange(3), 2), pow(7, 2**70, 13), pow(2**80, 3, 2**61 - 1))
print("out", 1, file=sys.stdout, sep="-", end="!\n", flush=True)
print("err", file=sys.stderr)
print("none", file=None)
print(sys.stdout.write("written\n"), sys.stderr.write("é\n"), sys.stdout.flush())
print(sys.maxsize, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.float_info, type(sys.argv))
start = time.perf_counter()
ns = time.perf_counter_ns()
time.sleep(0.01)
print(0.009 < time.perf_counter() - start < 30, 9000000 < time.perf_counter_ns() - ns, time.time() > 1.6e9, time.time_ns() > 10**18,
      time.monotonic() > 0, time.process_time() >= 0, type(time.time_ns()), time.monotonic_ns() > 0, time.process_time_ns() >= 0, time.sleep(0))
