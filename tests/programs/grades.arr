# Scores with gaps: nan-reductions, a sorted report, histograms as text.
# null: skip
import numpy as np

scores = {
    "alice": [88, 92.5, 79, None],
    "bob": [75, None, 68, 90],
    "carol": [93, 97, 91.5, 95],
}
weights = np.array([0.2, 0.2, 0.3, 0.3])
table = np.array([[np.nan if v is None else v for v in row] for row in scores.values()])
print(table)
means = np.nanmean(table, axis=1)
filled = np.where(np.isnan(table), means[:, None], table)
final = filled @ weights
names = list(scores)
bands = [(90, "A"), (80, "B"), (70, "C"), (0, "F")]
def grade(x):
    for lo, g in bands:
        if x >= lo:
            return g
width = max(map(len, names)) + 2
print("name".ljust(width) + "".join(f"{'q' + str(i + 1):>8}" for i in range(4)) + f"{'final':>9}  grade")
for name, row, f in sorted(zip(names, table, final), key=lambda t: -t[2]):
    cells = "".join("       -" if np.isnan(v) else f"{v:8.1f}" for v in row)
    print(name.capitalize().ljust(width) + cells + f"{f:9.2f}  {grade(f)}")
print("class mean %.2f, median %.1f, best %s" % (final.mean(), np.median(final), names[int(np.argmax(final))]))
print(np.nanmax(table, axis=0), np.nanstd(table, axis=0).round(3), np.isnan(table).sum())
curve = final + 5 * (final < final.mean())
print(np.round(curve, 1), np.argsort(-curve), names[::-1])
hist, edges = np.histogram(final, bins=[0, 70, 80, 90, 100])
for h, lo, hi in zip(hist, edges, edges[1:]):
    print(f"[{lo:3.0f},{hi:3.0f}) {'=' * h} {h}")
top, *others = sorted(names)
print(top, others, ", ".join(n.upper() for n in names), "carol" in scores, scores.get("dave", "absent"))
