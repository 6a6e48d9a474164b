# Counting: elements in bins.

def digitize(x, bins, right=False):
    """For each element of x the number of the bin, between neighbours of bins, that it lies in.

    bins ascend or descend. An element equal to an edge belongs to the bin
    behind it, or with right to the one before.

    >>> digitize([0.2, 6.4, 3.0, 1.6], [0.0, 1.0, 2.5, 4.0, 10.0])
    array([1, 4, 3, 2])
    """
    x = asarray(x)
    bins = asarray(bins)
    if x.dtype.kind == 'c':
        raise_error('TypeError', 'x may not be complex')
    if bins.ndim != 1:
        raise_error('ValueError', 'object too deep for desired array' if bins.ndim else
                    'object of too small depth for desired array')
    n = bins.shape[0]
    if n == 0:
        return searchsorted(bins, x)
    rises = (bins[1:] >= bins[:-1]).all()
    falls = (bins[1:] <= bins[:-1]).all()
    require(rises | falls, 'bins must be monotonically increasing or decreasing')
    place = searchsorted(sort(bins), x, 'left' if right else 'right')
    return where(rises, place, n - place)[()]


# The first and last edge of even bins.
def _outer_edges(a, range):
    if range is not None:
        first, last = range
        first = float(first) if is_float(first) or is_array(first) else first
        last = float(last) if is_float(last) or is_array(last) else last
        if first > last:
            raise_error('ValueError', 'max must be larger than min in range parameter.')
        if not bool(isfinite(first)) or not bool(isfinite(last)):
            raise_error('ValueError', 'supplied range of [' + str(first) + ', ' + str(last) +
                        '] is not finite')
        if first == last:
            return first - 0.5, last + 0.5
        return first, last
    if a.size == 0:
        return 0, 1
    first = a.min()
    last = a.max()
    if a.dtype.kind == 'f':
        require((first == first) & (last == last), 'autodetected range of [nan, nan] is not finite')
        require(isfinite(first) & isfinite(last), 'autodetected range is not finite')
    same = first == last
    first, last = where(same, first - 0.5, first), where(same, last + 0.5, last)
    return first, last


# first, ..., last: n + 1 even edges.
def _even_edges(first, last, n, dtype):
    step = asarray((last - first) / n)
    edges = arange(n + 1).astype(step.dtype) * step + first
    edges[-1] = last
    return edges.astype(dtype)


# Widths of bins by the rules that have names.
def _bin_width(a, name, range):
    n = a.shape[0]
    x = a.astype(float64)
    spread = float(x.max() - x.min())
    if name == 'sqrt':
        return spread / float(sqrt(n))
    if name == 'sturges':
        return spread / (float(log2(n)) + 1.0)
    if name == 'rice':
        return spread / (2.0 * n ** (1.0 / 3))
    if name == 'scott':
        return (24.0 * pi ** 0.5 / n) ** (1.0 / 3.0) * float(a.std())
    if name == 'fd':
        quartiles = percentile(a, [75, 25])
        return 2.0 * float(quartiles[0] - quartiles[1]) * n ** (-1.0 / 3.0)
    if name == 'doane':
        if n <= 2:
            return 0.0
        sigma = float(a.std())
        if sigma <= 0:
            return 0.0
        sg1 = float(sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3))))
        skew = float((((x - x.mean()) / sigma) ** 3).mean())
        return spread / (1.0 + float(log2(n)) + float(log2(1.0 + abs(skew) / sg1)))
    if name == 'stone':
        raise_error('NotImplementedError', "bins='stone' is not in arr")
    if name != 'auto':
        raise_error('ValueError', repr(name) + ' is not a valid estimator for `bins`')
    by_quartiles = _bin_width(a, 'fd', range)
    by_count = _bin_width(a, 'sturges', range)
    if by_quartiles:
        return by_quartiles if by_quartiles < by_count else by_count
    return by_count


def _bin_count(a, bins, range, first, last):
    if not is_text(bins):
        if bins < 1:
            raise_error('ValueError', '`bins` must be positive, when an integer')
        return bins
    if range is not None:
        a = a[(a >= first) & (a <= last)]
    if a.size == 0:
        return 1
    width = _bin_width(a, bins, range)
    if (a.dtype.kind == 'i' or a.dtype.kind == 'u') and 0 < width < 1:
        width = 1.0
    count = int(ceil(float(last - first) / width)) if width else 1
    return count if count > 0 else 1


# Edges, and how many even bins they make (0: they are not known to be even).
def _edges(a, bins, range, weights):
    if is_text(bins) and weights is not None:
        raise_error('TypeError', 'Automated estimation of the number of bins is not supported for '
                    'weighted data')
    if is_text(bins) or ndim(bins) == 0:
        if not is_text(bins):
            if not is_int(bins) and not (is_array(bins) and bins.dtype.kind in 'iu'):
                raise_error('TypeError', '`bins` must be an integer, a string, or an array')
            bins = int(bins)
        first, last = _outer_edges(a, range)
        count = _bin_count(a, bins, range, first, last)
        dtype = result_dtype((first, last, a))
        if dtype.kind == 'i' or dtype.kind == 'u' or dtype.kind == 'b':
            dtype = result_dtype((zeros(0, dtype), 1.0))
        return _even_edges(first, last, count, dtype), count
    edges = asarray(bins)
    if edges.ndim != 1:
        raise_error('ValueError', '`bins` must be 1d, when an array')
    require(edges[:-1] <= edges[1:], '`bins` must increase monotonically, when an array')
    return edges, 0


def _flat_sample(a, weights):
    a = asarray(a)
    if a.dtype.kind == 'b':
        a = a.astype(uint8)
    if weights is not None:
        weights = asarray(weights)
        if weights.shape != a.shape:
            raise_error('ValueError', 'weights should have the same shape as a.')
        weights = weights.ravel()
    return a.ravel(), weights


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """The edges of histogram()'s bins.

    >>> histogram_bin_edges([0, 1, 4], bins=4)
    array([0., 1., 2., 3., 4.])
    """
    a, weights = _flat_sample(a, weights)
    return _edges(a, bins, range, weights)[0]


# edges[place] of n even bins: as _even_edges makes them, which takes no gather.
def _edge(edges, place, a, n):
    if a.dtype != float64 or edges.dtype != float64:
        return edges[place]
    step = (edges[-1] - edges[0]) / n
    return where(place == n, edges[-1], place.astype(float64) * step + edges[0])


# Counts in even bins: the bin that division gives, moved by one where rounding misses the edges.
def _count_even(a, edges, n, weights):
    first = edges[0]
    last = edges[-1]
    inside = (a >= first) & (a <= last)
    place = (a - first) / (last - first) * n
    place = where(inside, place, 0.0).astype(int64)
    place = where(place == n, n - 1, place)
    place = where(a < _edge(edges, place, a, n), place - 1, place)
    place = maximum(place, 0)
    place = where((a >= _edge(edges, place + 1, a, n)) & (place != n - 1), place + 1, place)
    place = where(inside, place, n)
    if weights is None:
        return count_places(place, n + 1)[:n]
    if weights.dtype.kind == 'c':
        real = count_places(place, n + 1, weights.real.astype(float64))[:n]
        counts = zeros(n, weights.dtype)
        counts.real = real
        counts.imag = count_places(place, n + 1, weights.imag.astype(float64))[:n]
        return counts
    counts = count_places(place, n + 1, weights.astype(float64))[:n]
    return counts.astype(weights.dtype)


def _count_between(a, edges, weights):
    if weights is None:
        a = sort(a)
        below = searchsorted(a, edges)
        below[-1:] = searchsorted(a, edges[-1:], 'right')
        return diff(below)
    order = argsort(a)
    a = a[order]
    sums = concatenate((zeros(1, weights.dtype), cumsum(weights[order])))
    below = searchsorted(a, edges)
    below[-1:] = searchsorted(a, edges[-1:], 'right')
    return diff(sums[below])


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many elements lie in each bin, and the bins' edges.

    bins: so many of equal width between a's least and greatest element (or
    those of range), or the edges, or the name of a rule that finds their
    number ('auto', 'fd', 'sturges', ...). weights count in place of 1 for each
    element. density: divided so that the integral over the bins is 1.

    >>> histogram([1, 2, 1, 4], bins=[0, 1, 2, 5])
    (array([0, 2, 2]), array([0, 1, 2, 5]))
    """
    a, weights = _flat_sample(a, weights)
    edges, even = _edges(a, bins, range, weights)
    if even:
        counts = _count_even(a, edges, even, weights)
    else:
        counts = _count_between(a, edges, weights)
    if density:
        width = diff(edges).astype(float64)
        return counts / width / counts.sum(), edges
    return counts, edges


# range, where a parameter has its name.
def _count_to(n):
    return range(n)


#: histogramdd(sample, bins=10, range=None, density=None, weights=None)
def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    """How many points lie in each cell of a grid, and the grid's edges along each axis.

    sample: an array of points as rows, or a sequence of arrays of their coordinates.
    bins: a number or edges for all axes, or one of either per axis.

    >>> histogramdd(array([[0, 0], [1, 1], [1, 1]]), bins=2)[0]
    array([[1., 0.],
           [0., 2.]])
    """
    points = asarray(sample)
    if is_sequence(sample):
        points = points.T
    points = atleast_2d(points)
    n, axes = points.shape
    many = is_sequence(bins) or is_array(bins) and bins.ndim > 0
    if many and len(bins) != axes:
        raise_error('ValueError', 'The dimension of bins must be equal to the dimension of the '
                    'sample x.')
    if range is not None and len(range) != axes:
        raise_error('ValueError', 'range argument must have one entry per dimension')
    edges = ()
    cells = zeros(n, int64)
    shape = ()
    for k in _count_to(axes):
        x = points[:, k]
        own = bins[k] if many else bins
        limits = None if range is None else range[k]
        if ndim(own) == 0:
            if own < 1:
                raise_error('ValueError', '`bins[' + str(k) + ']` must be positive, when an integer')
            first, last = _outer_edges(x, limits)
            edge = _even_edges(first, last, int(own), float64)
        else:
            edge = asarray(own)
            require(edge[:-1] <= edge[1:], '`bins[%lld]` must be monotonically increasing, when an array', k)
        place = searchsorted(edge, x, 'right')
        place = where(x == edge[-1], place - 1, place)
        cells = cells * (edge.shape[0] + 1) + place
        shape += (edge.shape[0] + 1,)
        edges += (edge,)
    total = 1
    inside = ()
    for extent in shape:
        total *= extent
        inside += (slice(1, -1),)
    if weights is None:
        counts = count_places(cells, total)
    else:
        counts = count_places(cells, total, asarray(weights).ravel().astype(float64))
    counts = counts.astype(float64).reshape(shape)[inside]
    if density:
        sum = counts.sum()
        for k in _count_to(axes):
            width = diff(edges[k]).reshape((1,) * k + (-1,) + (1,) * (axes - k - 1))
            counts = counts / width
        counts = counts / sum
    return counts, list(edges)


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """How many points (x, y) lie in each cell of a grid, and the edges along x and along y.

    >>> histogram2d([0, 1, 1], [0, 1, 1], bins=2)[0]
    array([[1., 0.],
           [0., 2.]])
    """
    if len(x) != len(y):
        raise_error('ValueError', 'x and y must have the same length.')
    many = is_sequence(bins) or is_array(bins) and bins.ndim > 0
    if many and len(bins) != 1 and len(bins) != 2:
        edges = asarray(bins)
        bins = (edges, edges)
    counts, edges = histogramdd((asarray(x), asarray(y)), bins, range, density, weights)
    return counts, edges[0], edges[1]
