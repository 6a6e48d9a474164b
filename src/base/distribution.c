/* Distributions, bit for bit as NumPy draws them (see draw.h). PCG64's are
 * those of its Generator; MT19937's are those of RandomState, which are frozen
 * in an older state: hence bits->legacy here and there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"

/* --- normal and exponential numbers ----------------------------------------------- */

#define LAYER(bound, width, height) {bound, width, height},
static const struct Layer {
    uint64_t bound;
    double width, height;
} normal_layers[256] =
    {
#include "ziggurat_normal.def"
},
  exponential_layers[256] = {
#include "ziggurat_exponential.def"
};
static const struct FloatLayer {
    uint32_t bound;
    float width, height;
} normal_float_layers[256] =
    {
#include "ziggurat_normal_float.def"
},
  exponential_float_layers[256] = {
#include "ziggurat_exponential_float.def"
};
#undef LAYER

static const double normal_tail = 3.6541528853610087963519472518;
static const double normal_tail_inverse = 0.27366123732975827203338247596;
static const double exponential_tail = 7.69711747013104972;

static double beyond_normal(Pcg64 *pcg, bool negative) {
    for (;;) {
        double x = -normal_tail_inverse * log1p(-pcg64_double(pcg));
        double y = -log1p(-pcg64_double(pcg));
        if (y + y > x * x) return negative ? -(normal_tail + x) : normal_tail + x;
    }
}

/* Marsaglia and Tsang's ziggurat. */
static double normal_pcg(Pcg64 *pcg) {
    for (;;) {
        uint64_t draw = pcg64_next64(pcg);
        unsigned i = draw & 255;
        uint64_t fraction = draw >> 9 & 0xfffffffffffffu;
        const struct Layer *layer = &normal_layers[i];
        double x = (double)fraction * layer->width;
        if (draw >> 8 & 1) x = -x;
        if (fraction < layer->bound) return x;
        if (i == 0) return beyond_normal(pcg, fraction >> 8 & 1);
        double span = layer[-1].height - layer->height;
        if (span * pcg64_double(pcg) + layer->height < exp(-0.5 * x * x)) return x;
    }
}

static double exponential_pcg(Pcg64 *pcg) {
    for (;;) {
        uint64_t draw = pcg64_next64(pcg) >> 3, fraction = draw >> 8;
        unsigned i = draw & 255;
        const struct Layer *layer = &exponential_layers[i];
        double x = (double)fraction * layer->width;
        if (fraction < layer->bound) return x;
        if (i == 0) return exponential_tail - log1p(-pcg64_double(pcg));
        double span = layer[-1].height - layer->height;
        if (span * pcg64_double(pcg) + layer->height < exp(-x)) return x;
    }
}

static float beyond_normal_float(Pcg64 *pcg, bool negative) {
    const float tail = (float)normal_tail, inverse = (float)normal_tail_inverse;
    for (;;) {
        float x = -inverse * log1pf(-pcg64_float(pcg));
        float y = -log1pf(-pcg64_float(pcg));
        if (y + y > x * x) return negative ? -(tail + x) : tail + x;
    }
}

static float normal_float(Pcg64 *pcg) {
    for (;;) {
        uint32_t draw = pcg64_next32(pcg), fraction = draw >> 9;
        unsigned i = draw & 255;
        const struct FloatLayer *layer = &normal_float_layers[i];
        float x = (float)fraction * layer->width;
        if (draw >> 8 & 1) x = -x;
        if (fraction < layer->bound) return x;
        if (i == 0) return beyond_normal_float(pcg, fraction >> 8 & 1);
        float span = layer[-1].height - layer->height;
        if ((double)(span * pcg64_float(pcg) + layer->height) < exp(-0.5 * (double)x * (double)x))
            return x;
    }
}

static float exponential_float(Pcg64 *pcg) {
    for (;;) {
        uint32_t draw = pcg64_next32(pcg) >> 1, fraction = draw >> 8;
        unsigned i = draw & 255;
        const struct FloatLayer *layer = &exponential_float_layers[i];
        float x = (float)fraction * layer->width;
        if (fraction < layer->bound) return x;
        if (i == 0) return (float)exponential_tail - log1pf(-pcg64_float(pcg));
        float span = layer[-1].height - layer->height;
        if (span * pcg64_float(pcg) + layer->height < expf(-x)) return x;
    }
}

void draw_normal_floats(Pcg64 *pcg, int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) out[i] = normal_float(pcg);
}

void draw_exponential_floats(Pcg64 *pcg, int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) out[i] = exponential_float(pcg);
}

/* Marsaglia's polar method, two numbers at a time. */
static double normal_polar(BitGenerator *bits) {
    double x, y, square;
    if (bits->has_spare) {
        bits->has_spare = false;
        return bits->spare;
    }
    do {
        x = 2.0 * mt19937_double(&bits->mt) - 1.0;
        y = 2.0 * mt19937_double(&bits->mt) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double factor = sqrt(-2.0 * log(square) / square);
    bits->spare = factor * x;
    bits->has_spare = true;
    return factor * y;
}

static inline double normal(BitGenerator *bits) {
    return bits->legacy ? normal_polar(bits) : normal_pcg(&bits->pcg);
}

static inline double exponential(BitGenerator *bits) {
    return bits->legacy ? -log(1.0 - mt19937_double(&bits->mt)) : exponential_pcg(&bits->pcg);
}

/* --- numbers made of them ------------------------------------------------------------ */

/* As Ahrens and Dieter for shape < 1, Marsaglia and Tsang above. */
static double gamma_below_one(BitGenerator *bits, double shape) {
    for (;;) {
        double u = draw_double(bits), v = exponential(bits), x;
        if (u <= 1.0 - shape) {
            x = pow(u, 1. / shape);
            if (x <= v) return x;
        } else {
            double y = -log((1 - u) / shape);
            x = pow(1.0 - shape + shape * y, 1. / shape);
            if (x <= v + y) return x;
        }
    }
}

static double gamma_of(BitGenerator *bits, double shape) {
    if (shape == 1.0) return exponential(bits);
    if (shape == 0.0) return 0.0;
    if (shape < 1.0) return gamma_below_one(bits, shape);
    double b = shape - 1. / 3., c = 1. / sqrt(9 * b);
    for (;;) {
        double x, v;
        do {
            x = normal(bits);
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
        double u = draw_double(bits);
        if (u < 1.0 - 0.0331 * (x * x) * (x * x)) return b * v;
        if (log(u) < 0.5 * x * x + b * (1. - v + log(v))) return b * v;
        if (isnan(shape)) return shape;
    }
}

static double chisquare(BitGenerator *bits, double df) {
    return 2.0 * gamma_of(bits, df / 2.0);
}

static double f_ratio(BitGenerator *bits, double above, double below) {
    double numerator = chisquare(bits, above) * below;
    return numerator / (chisquare(bits, below) * above);
}

static double student(BitGenerator *bits, double df) {
    double numerator = normal(bits), denominator = gamma_of(bits, df / 2);
    return sqrt(df / 2) * numerator / sqrt(denominator);
}

static double cauchy(BitGenerator *bits) {
    double numerator = normal(bits);
    return numerator / normal(bits);
}

/* Jöhnk's way, for parameters up to 1. */
static double beta_small(BitGenerator *bits, double a, double b) {
    for (;;) {
        double u = draw_double(bits), v = draw_double(bits);
        double x = pow(u, 1.0 / a), y = pow(v, 1.0 / b), sum = x + y;
        if (!(sum <= 1.0) || (!bits->legacy && u + v <= 0)) continue;
        if (sum > 0) return x / sum;
        double log_x = log(u) / a, log_y = log(v) / b;
        double most = log_x > log_y ? log_x : log_y;
        log_x -= most;
        log_y -= most;
        return exp(log_x - log(exp(log_x) + exp(log_y)));
    }
}

static double beta(BitGenerator *bits, double a, double b) {
    if (a <= 1.0 && b <= 1.0) return beta_small(bits, a, b);
    double x = gamma_of(bits, a), y = gamma_of(bits, b);
    return x / (x + y);
}

static double pareto(BitGenerator *bits, double a) {
    double x = exponential(bits) / a;
    return bits->legacy ? exp(x) - 1 : expm1(x);
}

static double power(BitGenerator *bits, double a) {
    double x = -exponential(bits);
    return pow(bits->legacy ? 1 - exp(x) : -expm1(x), 1. / a);
}

static double rayleigh(BitGenerator *bits, double scale) {
    if (bits->legacy) return scale * sqrt(-2.0 * log1p(-draw_double(bits)));
    return scale * sqrt(2.0 * exponential(bits));
}

static double laplace(BitGenerator *bits, double loc, double scale) {
    double u;
    do u = draw_double(bits);
    while (u == 0);
    return u >= 0.5 ? loc - scale * log(2.0 - u - u) : loc + scale * log(u + u);
}

static double gumbel(BitGenerator *bits, double loc, double scale) {
    double u;
    do u = 1.0 - draw_double(bits);
    while (u == 1);
    return loc - scale * log(-log(u));
}

static double logistic(BitGenerator *bits, double loc, double scale) {
    double u;
    do u = draw_double(bits);
    while (u == 0);
    return loc + scale * log(u / (1.0 - u));
}

static double wald(BitGenerator *bits, double mean, double scale) {
    double half = mean / (2 * scale), y = normal(bits);
    y = mean * y * y;
    double x = mean + half * (y - sqrt(4 * scale * y + y * y));
    return draw_double(bits) <= mean / (mean + x) ? x : mean * mean / x;
}

static double triangular(BitGenerator *bits, double left, double mode, double right) {
    double base = right - left, rise = mode - left, u = draw_double(bits);
    if (u <= rise / base) return left + sqrt(u * (rise * base));
    return right - sqrt((1.0 - u) * ((right - mode) * base));
}

/* --- counts ----------------------------------------------------------------------------- */

/* log(gamma(x)), by Stirling's series above 7. */
static double log_gamma(double x) {
    static const double series[10] = {8.333333333333333e-02, -2.777777777777778e-03,
                                      7.936507936507937e-04, -5.952380952380952e-04,
                                      8.417508417508418e-04, -1.917526917526918e-03,
                                      6.410256410256410e-03, -2.955065359477124e-02,
                                      1.796443723688307e-01, -1.39243221690590e+00};
    if (x == 1.0 || x == 2.0) return 0.0;
    int steps = x < 7.0 ? (int)(7 - x) : 0;
    double y = x + steps, square = 1.0 / y * (1.0 / y), sum = series[9];
    for (int k = 8; k >= 0; k--) sum = sum * square + series[k];
    double result = sum / y + 0.5 * 1.8378770664093453 + (y - 0.5) * log(y) - y;
    for (int k = 0; k < steps; k++) {
        result -= log(y - 1.0);
        y -= 1.0;
    }
    return result;
}

/* Large floats as the largest int: what no int64 can be is nobody's count. */
static int64_t whole(double x) {
    return x >= 9.223372036854775e+18 ? INT64_MAX - 1 : x <= -1 || isnan(x) ? -1 : (int64_t)x;
}

static int64_t poisson_product(BitGenerator *bits, double mean) {
    double least = exp(-mean), product = 1.0;
    for (int64_t count = 0;; count++) {
        product *= draw_double(bits);
        if (!(product > least)) return count;
    }
}

/* Hörmann's transformed rejection. */
static int64_t poisson_rejection(BitGenerator *bits, double mean) {
    double root = sqrt(mean), log_mean = log(mean);
    double b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    double inverse = 1.1239 + 1.1328 / (b - 3.4), bound = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = draw_double(bits) - 0.5, v = draw_double(bits), side = 0.5 - fabs(u);
        int64_t k = whole(floor((2 * a / side + b) * u + mean + 0.43));
        if (side >= 0.07 && v <= bound) return k;
        if (k < 0 || (side < 0.013 && v > side)) continue;
        if (log(v) + log(inverse) - log(a / (side * side) + b) <=
            -mean + (double)k * log_mean - log_gamma((double)(k + 1)))
            return k;
    }
}

static int64_t poisson(BitGenerator *bits, double mean) {
    if (mean >= 10) return poisson_rejection(bits, mean);
    return mean == 0 ? 0 : poisson_product(bits, mean);
}

static int64_t geometric_search(BitGenerator *bits, double p) {
    double sum = p, product = p, u = draw_double(bits);
    int64_t count = 1;
    for (; u > sum; count++) sum += product *= 1.0 - p;
    return count;
}

static int64_t geometric(BitGenerator *bits, double p) {
    if (p >= 0.333333333333333333333333) return geometric_search(bits, p);
    if (bits->legacy) return whole(ceil(log1p(-draw_double(bits)) / log(1 - p)));
    double count = ceil(-exponential(bits) / log1p(-p));
    return count >= 9.223372036854776e+18 ? INT64_MAX : (int64_t)count;
}

/* Successes by inversion, where few are expected. */
static int64_t binomial_few(BitGenerator *bits, int64_t n, double p) {
    double q = 1.0 - p, none = exp((double)n * log(q)), mean = (double)n * p;
    double most = mean + 10.0 * sqrt(mean * q + 1);
    int64_t bound = (double)n < most ? n : (int64_t)most, count = 0;
    double here = none, u = draw_double(bits);
    while (u > here) {
        if (++count > bound) {
            count = 0;
            here = none;
            u = draw_double(bits);
        } else {
            u -= here;
            here = ((double)(n - count + 1) * p * here) / ((double)count * q);
        }
    }
    return count;
}

/* The tails of Stirling's series in the last test of binomial_many. */
static double stirling(double x) {
    double square = x * x;
    return (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x /
           166320.;
}

/* The shape of Kachitvichyanukul and Schmeiser's four regions. */
typedef struct Regions {
    double r, q, centre, p1, left, right, c, left_rate, right_rate, p2, p3, p4;
    int64_t n, mode;
} Regions;

static Regions regions_of(int64_t n, double p) {
    Regions t = {.n = n, .r = p};
    t.q = 1.0 - t.r;
    double peak = (double)n * t.r + t.r;
    t.mode = (int64_t)floor(peak);
    t.p1 = floor(2.195 * sqrt((double)n * t.r * t.q) - 4.6 * t.q) + 0.5;
    t.centre = (double)t.mode + 0.5;
    t.left = t.centre - t.p1;
    t.right = t.centre + t.p1;
    t.c = 0.134 + 20.5 / (15.3 + (double)t.mode);
    double a = (peak - t.left) / (peak - t.left * t.r);
    t.left_rate = a * (1.0 + a / 2.0);
    a = (t.right - peak) / (t.right * t.q);
    t.right_rate = a * (1.0 + a / 2.0);
    t.p2 = t.p1 * (1.0 + 2.0 * t.c);
    t.p3 = t.p2 + t.c / t.left_rate;
    t.p4 = t.p3 + t.c / t.right_rate;
    return t;
}

/* Is y, drawn with the weight v, kept? */
static bool binomial_keeps(const Regions *t, int64_t y, double v) {
    int64_t k = llabs(y - t->mode);
    double n = (double)t->n, spread = n * t->r * t->q, steps = (double)k;
    if (k <= 20 || steps >= spread / 2.0 - 1) {
        double s = t->r / t->q, a = s * (double)(t->n + 1), height = 1.0;
        for (int64_t i = t->mode + 1; i <= y; i++) height *= a / (double)i - s;
        for (int64_t i = y + 1; i <= t->mode; i++) height /= a / (double)i - s;
        return !(v > height);
    }
    double bend =
        steps / spread * ((steps * (steps / 3.0 + 0.625) + 0.16666666666666666) / spread + 0.5);
    double square = (double)(-k * k) / (2 * spread), log_v = log(v);
    if (log_v < square - bend) return true;
    if (log_v > square + bend) return false;
    double x = (double)(y + 1), f = (double)(t->mode + 1), z = (double)(t->n + 1 - t->mode);
    double w = (double)(t->n - y + 1);
    return !(log_v > t->centre * log(f / x) + (n - (double)t->mode + 0.5) * log(z / w) +
                         (double)(y - t->mode) * log(w * t->r / (x * t->q)) + stirling(f) +
                         stirling(z) + stirling(x) + stirling(w));
}

static int64_t binomial_many(BitGenerator *bits, int64_t n, double p) {
    const Regions t = regions_of(n, p);
    for (;;) {
        double u = draw_double(bits) * t.p4, v = draw_double(bits);
        int64_t y;
        if (u <= t.p1) return (int64_t)floor(t.centre - t.p1 * v + u);
        if (u <= t.p2) {
            double x = t.left + (u - t.p1) / t.c;
            v = v * t.c + 1.0 - fabs((double)t.mode - x + 0.5) / t.p1;
            if (v > 1.0) continue;
            y = (int64_t)floor(x);
        } else if (u <= t.p3) {
            double x = floor(t.left + log(v) / t.left_rate);
            if (v == 0.0 || x < 0) continue;
            y = (int64_t)x;
            v = v * (u - t.p2) * t.left_rate;
        } else {
            double x = floor(t.right - log(v) / t.right_rate);
            if (v == 0.0 || x > (double)n) continue;
            y = (int64_t)x;
            v = v * (u - t.p3) * t.right_rate;
        }
        if (binomial_keeps(&t, y, v)) return y;
    }
}

static int64_t binomial(BitGenerator *bits, int64_t n, double p) {
    if (!bits->legacy && (n == 0 || p == 0.0)) return 0;
    double rare = p <= 0.5 ? p : 1.0 - p;
    int64_t count =
        rare * (double)n <= 30.0 ? binomial_few(bits, n, rare) : binomial_many(bits, n, rare);
    return p <= 0.5 ? count : n - count;
}

/* --- the table --------------------------------------------------------------------------- */

#define RESULT_double  false
#define RESULT_int64_t true
#define ABSENT \
    { NULL, 0, CHECK_NONE }
#define PARAMETER(name, missing, check) \
    { name, missing, CHECK_##check }
const DistributionInfo distribution_info[DRAW_KIND_COUNT] = {
#define DISTRIBUTION(id, type, count, signature, a, b, c, value, doc) \
    [DRAW_##id] = {signature, doc, RESULT_##type, count, {a, b, c}},
#include "distributions.def"
#undef DISTRIBUTION
};
#undef PARAMETER
#undef ABSENT

/* What is wrong with x, as a format of the parameter's name (three times); NULL: nothing. */
static const char *trouble_format(ParameterCheck check, double x, bool many) {
    bool negative = !isnan(x) && signbit(x);
    switch (check) {
    case CHECK_NON_NEGATIVE: return negative ? "%s < 0" : NULL;
    case CHECK_POSITIVE_NUMBER:
        if (isnan(x)) return "%s must not be NaN";
        return x <= 0 ? "%s <= 0" : NULL;
    case CHECK_POSITIVE: return x <= 0 ? "%s <= 0" : NULL;
    case CHECK_PROBABILITY:
        if (x >= 0 && x <= 1) return NULL;
        return many ? "%s < 0, %s > 1 or %s contains NaNs" : "%s < 0, %s > 1 or %s is NaN";
    case CHECK_SOME_PROBABILITY:
        return x > 0 && x <= 1 ? NULL : "%s <= 0, %s > 1 or %s contains NaNs";
    case CHECK_POISSON:
        if (!(x >= 0)) return many ? "%s < 0 or %s contains NaNs" : "%s < 0 or %s is NaN";
        return x <= 9.223372006484771e+18 ? NULL : "%s value too large";
    default: return NULL;
    }
}

bool distribution_trouble(ParameterCheck check, double x, bool many, const char *name,
                          DistributionTrouble trouble) {
    const char *format = trouble_format(check, x, many);
    size_t used = 0;
    for (; format && *format; format++) {
        bool is_name = format[0] == '%';
        size_t length = is_name ? strlen(name) : 1;
        if (used + length >= sizeof(DistributionTrouble)) break;
        memcpy(trouble + used, is_name ? name : format, length);
        used += length;
        format += is_name;
    }
    if (format) trouble[used] = '\0';
    return format != NULL;
}

static bool parameters_allow(const DistributionInfo *info, const Draw *draw,
                             const DrawValues *values, int64_t count) {
    const double own[3] = {draw->a, draw->b, draw->c};
    for (int k = 0; k < info->count; k++) {
        const double *many = values && k < 2 ? values->of[k] : NULL;
        for (int64_t i = 0; i < (many ? count : 1); i++)
            if (trouble_format(info->parameters[k].check, many ? many[i] : own[k], true))
                return false;
    }
    return true;
}

/* A copy of PCG64's state can live in registers where nothing else is drawn from. */
#define FILL(type, value)                                             \
    if (values) {                                                     \
        for (int64_t i = 0; i < count; i++) {                         \
            if (values->of[0]) a = values->of[0][i];                  \
            if (values->of[1]) b = values->of[1][i];                  \
            ((type *)out)[i] = value;                                 \
        }                                                             \
    } else {                                                          \
        BitGenerator own = *bits;                                     \
        BitGenerator *generator = bits;                               \
        bits = &own;                                                  \
        for (int64_t i = 0; i < count; i++) ((type *)out)[i] = value; \
        *generator = own;                                             \
    }

bool draw_distribution(BitGenerator *bits, const Draw *draw, const DrawValues *values,
                       int64_t count, void *out) {
    double a = draw->a, b = draw->b, c = draw->c;
    if (!parameters_allow(&distribution_info[draw->kind], draw, values, count)) return false;
    (void)c;
    switch ((DrawKind)draw->kind) {
#define DISTRIBUTION(id, type, parameters, signature, x, y, z, value, doc) \
    case DRAW_##id:                                                        \
        FILL(type, value) break;
#include "distributions.def"
#undef DISTRIBUTION
    default: break;
    }
    return true;
}
