/* Elementary functions on vectors of doubles, for the widths that own_vector.h
 * knows: what includes this defines OWN(name), which appends the width. Without
 * branches and, but for pow and atan2, without calls; the same operations on
 * each lane at each width, so the same bits. Every function of doubles is within
 * 1 ulp: what would be lost by rounding early is carried along as a second,
 * lower part (Pair). The forms named single_ have an error of some 2**-30, for
 * what is rounded to float32 next.
 *
 * Polynomials interpolate at Chebyshev's nodes. */

#define Reals                  OWN(Reals)
#define Mask                   OWN(Mask)
#define Bits                   OWN(Bits)
#define Pair                   OWN(Pair)
#define set                    OWN(set)
#define fma_                   OWN(fma)
#define less                   OWN(less)
#define equal                  OWN(equal)
#define pick                   OWN(pick)
#define OWN_POLY_1(x, a, b)    fma_(set(b), x, set(a))
#define OWN_POLY_2(x, a, ...)  fma_(OWN_POLY_1(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_3(x, a, ...)  fma_(OWN_POLY_2(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_4(x, a, ...)  fma_(OWN_POLY_3(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_5(x, a, ...)  fma_(OWN_POLY_4(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_6(x, a, ...)  fma_(OWN_POLY_5(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_7(x, a, ...)  fma_(OWN_POLY_6(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_8(x, a, ...)  fma_(OWN_POLY_7(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_9(x, a, ...)  fma_(OWN_POLY_8(x, __VA_ARGS__), x, set(a))
#define OWN_POLY_10(x, a, ...) fma_(OWN_POLY_9(x, __VA_ARGS__), x, set(a))

/* Their sum is meant; |lo| is small beside |hi|. */
typedef struct Pair {
    Reals hi, lo;
} Pair;

/* a + b exactly, where |a| >= |b| or a is 0. */
OWN_INLINE Pair OWN(add_less)(Reals a, Reals b) {
    Reals sum = a + b;
    return (Pair){sum, (a - sum) + b};
}

/* a + b exactly. */
OWN_INLINE Pair OWN(add)(Reals a, Reals b) {
    Reals sum = a + b, part = sum - a;
    return (Pair){sum, (a - (sum - part)) + (b - part)};
}

OWN_INLINE Reals OWN(size)(Reals x) {
    return (Reals)((Bits)x & UINT64_C(0x7FFFFFFFFFFFFFFF));
}

/* x with the sign of s; x >= 0. */
OWN_INLINE Reals OWN(signed)(Reals x, Reals s) {
    return (Reals)((Bits)x | ((Bits)s & UINT64_C(0x8000000000000000)));
}

/* 2**k of whole numbers -1022..1023. */
OWN_INLINE Reals OWN(power_of_2)(Reals k) {
    return (Reals)((Bits)(k + (0x1.8p52 + 1023)) << 52);
}

/* --- logarithms --------------------------------------------------------------------
 *
 * x = 2**k z, and z times an entry of own_inverse is 1 + r, |r| <= 1/32. */

typedef struct OWN(Base) {
    const double *of_table, *rest;           /* logarithms of the table's entries, negated */
    double of_2, of_2_rest, of_e, of_e_rest; /* of 2 and of e; of_2 has 42 bits behind the point */
} OWN(Base);
#define Base OWN(Base)

/* log1p(r + rl) = hi + lo; precise: to 2**-66 of it, else 2**-57. */
OWN_INLINE Pair OWN(log_near_1)(Reals r, Reals rl, int precise) {
    Reals square = r * r;
    if (!precise)
        return (Pair){r, fma_(square,
                              fma_(r,
                                   OWN_POLY_7(r, 0x1.555555555554ap-2, -0x1.fffffffffffebp-3,
                                              0x1.9999999a54a54p-3, -0x1.5555555600cbap-3,
                                              0x1.24923a8bebc2cp-3, -0x1.ffffe53d57721p-4,
                                              0x1.c7d7065076913p-4, -0x1.9a44a267d55cdp-4),
                                   set(-0.5)),
                              rl)};
    Reals cubic = square * r *
                  OWN_POLY_8(r, 0x1.5555555555555p-2, -0x1.fffffffffff9fp-3, 0x1.9999999999940p-3,
                             -0x1.5555555696e15p-3, 0x1.24924925bb1abp-3, -0x1.ffffdbde469cbp-4,
                             0x1.c71c506cbf519p-4, -0x1.9a5a08ab44686p-4, 0x1.750eb982a586cp-4);
    Reals half = r * -0.5, hi = half * r;
    Reals lo = fma_(half, r, -hi) - r * rl;
    Pair sum = OWN(add_less)(r, hi);
    return (Pair){sum.hi, sum.lo + (rl + (lo + cubic))};
}

/* The logarithm of 2**more (u + ul), u normal, positive and finite, |ul| <= ulp(u); what
 * else u may be gives any number. */
OWN_INLINE Pair OWN(log_pair)(Reals u, Reals ul, Reals more, int has_low, int precise, Base base) {
    Bits bits = (Bits)u, beyond = bits - UINT64_C(0x3FE5800000000000);
    Bits place = beyond >> 48, whole = (beyond + (UINT64_C(1024) << 52)) >> 52;
    Bits shift = beyond & UINT64_C(0xFFF0000000000000);
    Reals k = (Reals)(whole | UINT64_C(0x4330000000000000)) - (0x1p52 + 1024) + more;
    Reals z = (Reals)(bits - shift), c = OWN(table)(own_inverse, place);
    Reals product = z * c, rest = fma_(z, c, -product), r = product - 1.0;
    if (has_low) rest += ul * (Reals)(UINT64_C(0x3FF0000000000000) - shift) * c;
    Pair near = OWN(add_less)(r, rest);
    near = OWN(log_near_1)(near.hi, near.lo, precise);
    if (base.of_e != 1) {
        Reals hi = near.hi * base.of_e;
        near.lo =
            fma_(near.hi, set(base.of_e), -hi) + (near.hi * base.of_e_rest + near.lo * base.of_e);
        near.hi = hi;
    }
    Pair sum = OWN(add_less)(fma_(k, set(base.of_2), OWN(table)(base.of_table, place)), near.hi);
    Reals low = fma_(k, set(base.of_2_rest), OWN(table)(base.rest, place));
    return (Pair){sum.hi, sum.lo + (near.lo + low)};
}

#define OWN_BASE_E \
    ((Base){own_loge, own_loge_rest, 0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45, 1, 0})
#define OWN_BASE_2 \
    ((Base){own_log2, own_log2_rest, 1, 0, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56})
#define OWN_BASE_10                                                                  \
    ((Base){own_log10, own_log10_rest, 0x1.34413509f8000p-2, -0x1.80433b83b532ap-44, \
            0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57})

/* What a logarithm is at 0, below, at inf and nan; else log. */
OWN_INLINE Reals OWN(log_special)(Reals x, Reals log) {
    log = pick(equal(x, set(0)), set(-(double)INFINITY), log);
    log = pick(less(x, set(0)), set((double)NAN), log);
    return pick(OWN(without)(OWN(either)(OWN(unordered)(x, x), equal(x, set((double)INFINITY))),
                             less(x, set(0))),
                x, log);
}

/* Are all lanes normal, positive and finite? */
OWN_INLINE int OWN(all_plain)(Reals x) {
    Mask plain = OWN(without)(less(x, set((double)INFINITY)), less(x, set(0x1p-1022)));
    return OWN(lanes)(plain) == (1 << sizeof(Reals) / sizeof(double)) - 1;
}

OWN_INLINE Reals OWN(log_of)(Reals x, Base base) {
    Reals u = x, more = set(0);
    int plain = OWN(all_plain)(x);
    if (!plain) {
        Mask tiny = less(x, set(0x1p-1022));
        u = pick(tiny, x * 0x1p54, x);
        more = pick(tiny, set(-54), more);
    }
    Pair log = OWN(log_pair)(u, set(0), more, 0, 0, base);
    Reals sum = log.hi + log.lo;
    return plain ? sum : OWN(log_special)(x, sum);
}
OWN_INLINE Reals OWN(own_log)(Reals x) {
    return OWN(log_of)(x, OWN_BASE_E);
}
OWN_INLINE Reals OWN(own_log2)(Reals x) {
    return OWN(log_of)(x, OWN_BASE_2);
}
OWN_INLINE Reals OWN(own_log10)(Reals x) {
    return OWN(log_of)(x, OWN_BASE_10);
}

/* log(1 + v + vl) + more log(2) */
OWN_INLINE Reals OWN(log_beyond_1)(Reals v, Reals vl, Reals more) {
    Pair u = OWN(add)(set(1), v);
    Pair log = OWN(log_pair)(u.hi, u.lo + vl, more, 1, 0, OWN_BASE_E);
    return log.hi + log.lo;
}

OWN_INLINE Reals OWN(own_log1p)(Reals x) {
    Mask beyond = less(set(0x1p60), x);
    Reals u = pick(beyond, set(1), x); /* whose sum with 1 is finite in every case */
    Reals log = OWN(log_beyond_1)(u, set(0), set(0));
    if (OWN(lanes)(beyond)) log = pick(beyond, OWN(own_log)(x), log);
    log = pick(equal(x, set(0)), x, log);
    log = pick(equal(x, set(-1)), set(-(double)INFINITY), log);
    return pick(less(x, set(-1)), set((double)NAN), pick(OWN(unordered)(x, x), x, log));
}

/* Beyond it asinh(x) and acosh(x) are log(2x), computed as log(x / 2) + 2 log(2), which does not
 * overflow. */
enum { OWN(LARGE) = 1 << 28 };

OWN_INLINE Reals OWN(own_asinh)(Reals x) {
    Reals a = OWN(size)(x);
    Mask large = less(set(OWN(LARGE)), a);
    Reals b = pick(large, set(1), a);
    Reals square = b * b, root = OWN(root)(fma_(b, b, set(1)));
    Pair d = OWN(add)(set(1), root);
    Reals over = 1.0 / d.hi, part = square * over; /* root - 1 */
    Reals low = (fma_(-part, d.hi, square) + (fma_(b, b, -square) - part * d.lo)) * over;
    Pair v = OWN(add_less)(b, part);
    v.hi = pick(large, a * 0.5 - 1.0, v.hi);
    v.lo = pick(large, set(0), v.lo + low);
    Reals log = OWN(log_beyond_1)(v.hi, v.lo, pick(large, set(2), set(0)));
    log = pick(less(a, set((double)INFINITY)), log, a);
    return OWN(signed)(log, x);
}

OWN_INLINE Reals OWN(own_acosh)(Reals x) {
    Mask large = less(set(OWN(LARGE)), x);
    Reals t = pick(large, set(1), x) - 1.0, twice = t + t;
    Reals square = fma_(t, t, twice), lower = fma_(t, t, twice - square);
    Reals root = OWN(root)(square);
    lower = (fma_(-root, root, square) + lower) * (0.5 / pick(equal(root, set(0)), set(1), root));
    Pair v = OWN(add_less)(root, t);
    v.hi = pick(large, x * 0.5 - 1.0, v.hi);
    v.lo = pick(large, set(0), v.lo + lower);
    Reals log = OWN(log_beyond_1)(v.hi, v.lo, pick(large, set(2), set(0)));
    log = pick(less(x, set(1)), set((double)NAN), log);
    return pick(less(x, set((double)INFINITY)), log, x);
}

OWN_INLINE Reals OWN(own_atanh)(Reals x) {
    Reals a = OWN(size)(x), twice = a + a;
    Mask inside = less(a, set(1));
    Reals d = pick(inside, 1.0 - a, set(1)), low = (1.0 - d) - a, over = 1.0 / d;
    Reals v = pick(inside, twice * over, set(1));
    Reals vl = (fma_(-v, d, twice) - v * low) * over;
    Reals log = OWN(log_beyond_1)(v, pick(inside, vl, set(0)), set(0)) * 0.5;
    log = pick(inside, log, pick(equal(a, set(1)), set((double)INFINITY), set((double)NAN)));
    return OWN(signed)(log, x);
}

/* --- exponentials ---------------------------------------------------------------------
 *
 * x = k log(2) + r: e**r = 1 + r + (rl + r**2 q(r)). */

typedef struct OWN(Reduced) {
    Reals k, r, rl;
} OWN(Reduced);
#define Reduced OWN(Reduced)

OWN_INLINE Reduced OWN(exp_reduce)(Reals x) {
    Reals k = OWN(nearest)(x * 0x1.71547652b82fep+0);
    Reals r = fma_(k, set(-0x1.62e42fefa3800p-1), x), low = k * 0x1.ef35793c76730p-45;
    Reals s = r - low;
    return (Reduced){k, s, (r - s) - low};
}

/* rl + r**2 q(r) */
OWN_INLINE Reals OWN(exp_rest)(Reals r, Reals rl) {
    return fma_(r * r,
                OWN_POLY_10(r, 0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5,
                            0x1.11111111100dcp-7, 0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13,
                            0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19, 0x1.27e4db646b17ep-22,
                            0x1.af4de97ca4194p-26, 0x1.1f730349868cep-29),
                rl);
}

OWN_INLINE Reals OWN(exp_scaled)(Reduced x) {
    Pair sum = OWN(add_less)(set(1), x.r);
    Reals power = sum.hi + (sum.lo + OWN(exp_rest)(x.r, x.rl));
    if (!OWN(lanes)(less(set(1000), OWN(size)(x.k)))) return power * OWN(power_of_2)(x.k);
    Reals half = OWN(nearest)(x.k * 0.5);
    return power * OWN(power_of_2)(half) *
           OWN(power_of_2)(x.k - half); /* once rounded, if at all */
}

OWN_INLINE Reals OWN(within)(Reals x, double least, double most) {
    return pick(less(x, set(least)), set(least), pick(less(set(most), x), set(most), x));
}

OWN_INLINE Reals OWN(own_exp)(Reals x) {
    return OWN(exp_scaled)(OWN(exp_reduce)(OWN(within)(x, -750, 711)));
}

OWN_INLINE Reals OWN(own_exp2)(Reals x) {
    x = OWN(within)(x, -1080, 1025);
    Reals k = OWN(nearest)(x), f = x - k, hi = f * 0x1.62e42fefa39efp-1;
    Reals lo = fma_(f, set(0x1.62e42fefa39efp-1), -hi) + f * 0x1.abc9e3b39803fp-56;
    return OWN(exp_scaled)((Reduced){k, hi, lo});
}

/* (e**x - 1) / 4 for x in -700..710.7, where e**x itself may be too large. */
OWN_INLINE Pair OWN(expm1_quarter)(Reals x) {
    Reduced t = OWN(exp_reduce)(x);
    Reals scale = OWN(power_of_2)(t.k - 2.0), r = t.r, half = r * 0.5, square = half * r;
    Reals low = fma_(half, r, -square) + t.rl;
    Reals rest =
        fma_(square * r,
             OWN_POLY_9(r, 0x1.5555555555557p-2, 0x1.5555555555556p-4, 0x1.11111111100dcp-6,
                        0x1.6c16c16c162d4p-9, 0x1.a01a01abe7fe1p-12, 0x1.a01a01a6d889cp-15,
                        0x1.71de0231960ebp-18, 0x1.27e4db646b17ep-21, 0x1.af4de97ca4194p-25,
                        0x1.1f730349868cep-28),
             low);
    Pair start = OWN(add)(scale, set(-0.25)), sum = OWN(add)(start.hi, r * scale);
    Pair more = OWN(add)(sum.hi, square * scale);
    return OWN(add_less)(more.hi, (sum.lo + more.lo) + (start.lo + rest * scale));
}

OWN_INLINE Reals OWN(own_expm1)(Reals x) {
    Pair e = OWN(expm1_quarter)(OWN(within)(x, -60, 710.6));
    return pick(equal(x, set(0)), x, (e.hi + e.lo) * 4.0);
}

/* sinh = (t + t / (1 + t)) / 2 of t = e**x - 1 */
OWN_INLINE Reals OWN(own_sinh)(Reals x) {
    Pair e = OWN(expm1_quarter)(OWN(within)(OWN(size)(x), 0, 710.7));
    Pair d = OWN(add)(e.hi, set(0.25));
    Reals over = 1.0 / d.hi, q = e.hi * over;
    Reals ql = (fma_(-q, d.hi, e.hi) - q * d.lo + e.lo * (1.0 - q)) * over;
    Pair sum = OWN(add_less)(e.hi * 2.0, q * 0.5);
    Reals sinh = pick(equal(sum.hi, set((double)INFINITY)), sum.hi,
                      sum.hi + (sum.lo + (e.lo * 2.0 + ql * 0.5)));
    return OWN(signed)(pick(OWN(unordered)(x, x), x, sinh), x);
}

OWN_INLINE Reals OWN(own_cosh)(Reals x) {
    Pair e = OWN(expm1_quarter)(OWN(within)(OWN(size)(x), 0, 710.7));
    Pair power = OWN(add)(e.hi, set(0.25));
    return power.hi * 2.0 + ((power.lo + e.lo) * 2.0 + 0.125 / power.hi);
}

/* tanh = t / (t + 2) of t = e**(2x) - 1 */
OWN_INLINE Reals OWN(own_tanh)(Reals x) {
    Pair e = OWN(expm1_quarter)(OWN(within)(OWN(size)(x) * 2.0, 0, 60));
    Pair d = OWN(add)(e.hi, set(0.5));
    Reals over = 1.0 / d.hi, q = e.hi * over;
    q = fma_(fma_(-q, d.hi, e.hi) + (e.lo - q * (d.lo + e.lo)), over, q);
    return OWN(signed)(pick(OWN(unordered)(x, x), x, q), x);
}

/* --- powers ------------------------------------------------------------------------------- */

/* Zeros, infinities and nans are libm's. A loop that calls functions keeps nothing in
 * registers, so those that have many elements ask first and then take the core. */
OWN_INLINE Mask OWN(pow_plain)(Reals x, Reals y) {
    Reals size = OWN(size)(x);
    Mask above = OWN(without)(less(size, set((double)INFINITY)), equal(size, set(0)));
    return OWN(both)(above, less(OWN(size)(y), set((double)INFINITY)));
}
OWN_INLINE int OWN(all_lanes)(Mask mask) {
    return OWN(lanes)(mask) == (1 << sizeof(Reals) / sizeof(double)) - 1;
}
OWN_INLINE int OWN(plain_pow)(Reals x, Reals y) {
    return OWN(all_lanes)(OWN(pow_plain)(x, y));
}

/* Negative bases: minus for odd exponents, nan for such as are no whole number. */
OWN_INLINE Reals OWN(pow_signed)(Reals x, Reals y, Reals power) {
    Mask negative = less(x, set(0));
    if (!OWN(lanes)(negative)) return power;
    Reals half = y * 0.5, below = pick(equal(OWN(nearest)(half), half), power, -power);
    return pick(negative, pick(equal(OWN(nearest)(y), y), below, set((double)NAN)), power);
}

OWN_INLINE Reals OWN(pow_rest)(Reals x, Reals y, Reals power) {
    Mask plain = OWN(pow_plain)(x, y);
    for (int k = 0; !OWN(all_lanes)(plain) && k < (int)(sizeof(Reals) / sizeof(double)); k++)
        if (!(OWN(lanes)(plain) >> k & 1)) power[k] = pow(x[k], y[k]);
    return power;
}

OWN_INLINE Reals OWN(core_pow)(Reals x, Reals y) {
    Reals size = OWN(size)(x), more = set(0);
    Mask tiny = less(size, set(0x1p-1022));
    if (OWN(lanes)(tiny)) {
        size = pick(tiny, size * 0x1p54, size);
        more = pick(tiny, set(-54), more);
    }
    Pair log = OWN(log_pair)(size, set(0), more, 0, 1, OWN_BASE_E);
    log = OWN(add_less)(log.hi, log.lo);
    Reals hi = y * log.hi, lo = fma_(y, log.hi, -hi) + y * log.lo;
    Mask far = less(set(800), OWN(size)(hi));
    if (OWN(lanes)(far)) {
        hi = OWN(within)(hi, -800, 800);
        lo = pick(far, set(0), lo);
    }
    Reduced reduced = OWN(exp_reduce)(hi);
    Pair whole = OWN(add)(reduced.r, reduced.rl + lo);
    return OWN(pow_signed)(x, y, OWN(exp_scaled)((Reduced){reduced.k, whole.hi, whole.lo}));
}
OWN_INLINE Reals OWN(own_pow)(Reals x, Reals y) {
    return OWN(pow_rest)(x, y, OWN(core_pow)(x, y));
}

/* --- the cube root ---------------------------------------------------------------------------
 *
 * x = 8**q m, 1 <= m < 8: z is nearly m**(-1/3), m z**2 the root. */

OWN_INLINE Reals OWN(cbrt_start)(Reals size, Reals *m, Reals *q) {
    Bits bits = (Bits)size;
    Reals k = (Reals)(bits >> 52 | UINT64_C(0x4330000000000000)) - (0x1p52 + 1023);
    *q = OWN(nearest)((k - 1.0) * 0x1.5555555555555p-2);
    *m = (Reals)((bits & UINT64_C(0x000FFFFFFFFFFFFF)) | UINT64_C(0x3FF0000000000000));
    Reals z = OWN_POLY_5(*m, 0x1.c713e2847cbe6p+0, -0x1.8dd4bd7d34771p+0, 0x1.3a267a3d49ad4p+0,
                         -0x1.2c4b958d54c08p-1, 0x1.37ce9e9ed0a1dp-3, -0x1.0e87006cbe6bbp-6);
    Reals left = k - *q * 3.0;
    Mask one = equal(left, set(1)), two = equal(left, set(2));
    *m *= pick(one, set(2), pick(two, set(4), set(1)));
    return z * pick(one, set(0x1.965fea53d6e3dp-1), pick(two, set(0x1.428a2f98d728bp-1), set(1)));
}

OWN_INLINE Reals OWN(own_cbrt)(Reals x) {
    Reals size = OWN(size)(x), m, q;
    Mask tiny = less(size, set(0x1p-1022));
    Reals z = OWN(cbrt_start)(pick(tiny, size * 0x1p54, size), &m, &q);
    Reals e = fma_(-(z * z * m), z, set(1));
    z = fma_(z * e, fma_(e, set(0x1.c71c71c71c71cp-3), set(0x1.5555555555555p-2)), z);
    Reals inverse = z * z, y = m * inverse, square = y * y;
    Reals off = fma_(-fma_(y, y, -square), y, fma_(-square, y, m));
    y = fma_(off * inverse, set(0x1.5555555555555p-2), y) *
        OWN(power_of_2)(q - pick(tiny, set(18), set(0)));
    y = pick(OWN(either)(equal(size, set(0)),
                         OWN(either)(OWN(unordered)(x, x), equal(size, set((double)INFINITY)))),
             size, y);
    return OWN(signed)(y, x);
}

/* --- angles ------------------------------------------------------------------------------------
 *
 * atan(s/t) = atan(c) + atan(u), u = (s - ct) / (t + cs), for c = 0, 1/2 or 1 near s/t <= 1. */

typedef struct OWN(Angle) {
    Pair numerator, denominator, of_c;
} OWN(Angle);
#define Angle OWN(Angle)

OWN_INLINE Angle OWN(angle_part)(Reals s, Reals t) {
    Mask middle = less(t * 0.26, s), high = less(t * 0.72, s);
    Reals c = pick(high, set(1), pick(middle, set(0.5), set(0)));
    Reals hi =
        pick(high, set(0x1.921fb54442d18p-1), pick(middle, set(0x1.dac670561bb4fp-2), set(0)));
    Reals lo =
        pick(high, set(0x1.1a62633145c07p-55), pick(middle, set(0x1.a2b7f222f65e2p-56), set(0)));
    return (Angle){OWN(add)(s, -(c * t)), OWN(add_less)(t, c * s), {hi, lo}};
}

/* from - a */
OWN_INLINE Pair OWN(angle_from)(double hi, double lo, Pair a) {
    Pair d = OWN(add_less)(set(hi), -a.hi);
    return (Pair){d.hi, d.lo + (lo - a.lo)};
}

/* The angle of (x, y) both >= 0, of which swap says that x < y, and reflect that x is meant
 * negative. */
OWN_INLINE Reals OWN(angle_sum)(Angle a, Mask swap, Mask reflect) {
    Reals over = 1.0 / a.denominator.hi, u = a.numerator.hi * over, square = u * u;
    Reals off =
        fma_(-u, a.denominator.hi, a.numerator.hi) + (a.numerator.lo - u * a.denominator.lo);
    Reals ul = off * over;
    Reals rest =
        fma_(square * u,
             OWN_POLY_8(square, -0x1.5555555555555p-2, 0x1.9999999999680p-3, -0x1.2492492446d35p-3,
                        0x1.c71c716e9b88cp-4, -0x1.745cfd36abb0bp-4, 0x1.3b0f5e0a33e56p-4,
                        -0x1.10a47fe8d4b6ap-4, 0x1.d55520affcbddp-5, -0x1.483798405dcc1p-5),
             ul);
    Pair base = a.of_c, other = OWN(angle_from)(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, base);
    base.hi = pick(swap, other.hi, base.hi);
    base.lo = pick(swap, other.lo, base.lo);
    u = pick(swap, -u, u);
    rest = pick(swap, -rest, rest);
    other = OWN(angle_from)(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, base);
    base.hi = pick(reflect, other.hi, base.hi);
    base.lo = pick(reflect, other.lo, base.lo);
    Pair sum = OWN(add_less)(base.hi, pick(reflect, -u, u));
    return sum.hi + (sum.lo + (base.lo + pick(reflect, -rest, rest)));
}

OWN_INLINE Reals OWN(own_atan)(Reals x) {
    Reals size = OWN(within)(OWN(size)(x), 0, 0x1p500);
    Mask swap = less(set(1), size);
    Reals s = pick(swap, set(1), size), t = pick(swap, size, set(1));
    return OWN(signed)(OWN(angle_sum)(OWN(angle_part)(s, t), swap, less(set(1), set(0))), x);
}

/* Zeros on both sides, infinities and what might vanish on the way are libm's. */
OWN_INLINE Mask OWN(atan2_plain)(Reals y, Reals x) {
    Reals rise = OWN(size)(y), run = OWN(size)(x), low = set(0x1p-500);
    Mask swap = less(run, rise);
    Reals s = pick(swap, run, rise), t = pick(swap, rise, run);
    Mask of_s = OWN(either)(less(low, s), equal(s, set(0)));
    return OWN(both)(of_s, OWN(without)(less(t, set(0x1p500)), less(t, low)));
}
OWN_INLINE int OWN(plain_atan2)(Reals y, Reals x) {
    return OWN(all_lanes)(OWN(atan2_plain)(y, x));
}
OWN_INLINE Reals OWN(core_atan2)(Reals y, Reals x) {
    Reals rise = OWN(size)(y), run = OWN(size)(x);
    Mask swap = less(run, rise);
    Reals s = pick(swap, run, rise), t = pick(swap, rise, run);
    return OWN(signed)(OWN(angle_sum)(OWN(angle_part)(s, t), swap, less(x, set(0))), y);
}
OWN_INLINE Reals OWN(own_atan2)(Reals y, Reals x) {
    Mask plain = OWN(atan2_plain)(y, x);
    Reals angle = OWN(core_atan2)(y, x);
    for (int k = 0; !OWN(all_lanes)(plain) && k < (int)(sizeof(Reals) / sizeof(double)); k++)
        if (!(OWN(lanes)(plain) >> k & 1)) angle[k] = atan2(y[k], x[k]);
    return angle;
}

/* --- for float32: operands are floats, made wider ----------------------------------------------
 */

/* log(u + ul) */
OWN_INLINE Reals OWN(single_log)(Reals u, Reals ul, int has_low) {
    Bits bits = (Bits)u, beyond = bits - UINT64_C(0x3FE5800000000000);
    Bits place = beyond >> 48, whole = (beyond + (UINT64_C(1024) << 52)) >> 52;
    Bits shift = beyond & UINT64_C(0xFFF0000000000000);
    Reals k = (Reals)(whole | UINT64_C(0x4330000000000000)) - (0x1p52 + 1024);
    Reals c = OWN(table)(own_inverse, place), r = fma_((Reals)(bits - shift), c, set(-1));
    if (has_low) r += ul * (Reals)(UINT64_C(0x3FF0000000000000) - shift) * c;
    Reals near = fma_(r * r,
                      fma_(r,
                           OWN_POLY_3(r, 0x1.5555542ff409fp-2, -0x1.fffffdfe92e0ep-3,
                                      0x1.99e2dd60eb1cap-3, -0x1.559570f3a1ce7p-3),
                           set(-0.5)),
                      r);
    return near + fma_(k, set(0x1.62e42fefa39efp-1), OWN(table)(own_loge, place));
}
OWN_INLINE Reals OWN(single_log_beyond_1)(Reals v) {
    Pair u = OWN(add)(set(1), v);
    return OWN(single_log)(u.hi, u.lo, 1);
}
OWN_INLINE Reals OWN(single_asinh)(Reals x) {
    Reals a = OWN(size)(x), root = OWN(root)(fma_(a, a, set(1)));
    Reals log = OWN(single_log_beyond_1)(a + a * a / (1.0 + root));
    return OWN(signed)(pick(less(a, set((double)INFINITY)), log, a), x);
}
OWN_INLINE Reals OWN(single_acosh)(Reals x) {
    Reals t = pick(less(x, set(1)), set(1), x) - 1.0;
    Reals log = OWN(single_log_beyond_1)(t + OWN(root)(fma_(t, t, t + t)));
    log = pick(less(x, set(1)), set((double)NAN), log);
    return pick(less(x, set((double)INFINITY)), log, x);
}
/* e**r - 1 = r + r**2 q(r), and 2**k. */
OWN_INLINE Reals OWN(single_exp_parts)(Reals x, Reals *scale) {
    Reals k = OWN(nearest)(x * 0x1.71547652b82fep+0), r = fma_(k, set(-0x1.62e42fefa39efp-1), x);
    *scale = OWN(power_of_2)(k);
    return fma_(r * r,
                OWN_POLY_5(r, 0x1.0000000b9129bp-1, 0x1.5555555a78ed4p-3, 0x1.5554e9063586ep-5,
                           0x1.1110e0f238322p-7, 0x1.6d43246b523b4p-10, 0x1.a124f19fe89acp-13),
                r);
}
OWN_INLINE Reals OWN(single_expm1_of)(Reals x) {
    Reals scale, part = OWN(single_exp_parts)(x, &scale);
    return fma_(part, scale, scale - 1.0);
}
OWN_INLINE Reals OWN(single_expm1)(Reals x) {
    return pick(equal(x, set(0)), x, OWN(single_expm1_of)(OWN(within)(x, -60, 100)));
}
OWN_INLINE Reals OWN(single_sinh)(Reals x) {
    Reals t = OWN(single_expm1_of)(OWN(within)(OWN(size)(x), 0, 100));
    return OWN(signed)(pick(OWN(unordered)(x, x), x, (t + t / (t + 1.0)) * 0.5), x);
}
OWN_INLINE Reals OWN(single_cosh)(Reals x) {
    Reals scale, part = OWN(single_exp_parts)(OWN(within)(OWN(size)(x), 0, 100), &scale);
    Reals power = fma_(part, scale, scale);
    return (power + 1.0 / power) * 0.5;
}
OWN_INLINE Reals OWN(single_tanh)(Reals x) {
    Reals t = OWN(single_expm1_of)(OWN(within)(OWN(size)(x) * 2.0, 0, 60));
    return OWN(signed)(pick(OWN(unordered)(x, x), x, t / (t + 2.0)), x);
}
OWN_INLINE Reals OWN(single_core_pow)(Reals x, Reals y) {
    Reals scale, log = OWN(single_log)(OWN(size)(x), set(0), 0);
    Reals part = OWN(single_exp_parts)(OWN(within)(y * log, -200, 200), &scale);
    return OWN(pow_signed)(x, y, fma_(part, scale, scale));
}
OWN_INLINE Reals OWN(single_pow)(Reals x, Reals y) {
    return OWN(pow_rest)(x, y, OWN(single_core_pow)(x, y));
}
OWN_INLINE Reals OWN(single_cbrt)(Reals x) {
    Reals size = OWN(size)(x), m, q;
    Reals z = OWN(cbrt_start)(size, &m, &q);
    z = fma_(z * fma_(-(z * z * m), z, set(1)), set(0x1.5555555555555p-2), z);
    Reals y = m * z * z * OWN(power_of_2)(q);
    y = pick(OWN(either)(equal(size, set(0)),
                         OWN(either)(OWN(unordered)(x, x), equal(size, set((double)INFINITY)))),
             size, y);
    return OWN(signed)(y, x);
}
#undef Reals
#undef Mask
#undef Bits
#undef Pair
#undef Base
#undef OWN_BASE_E
#undef OWN_BASE_2
#undef OWN_BASE_10
#undef Reduced
#undef Angle
#undef set
#undef fma_
#undef less
#undef equal
#undef pick
#undef OWN_POLY_1
#undef OWN_POLY_2
#undef OWN_POLY_3
#undef OWN_POLY_4
#undef OWN_POLY_5
#undef OWN_POLY_6
#undef OWN_POLY_7
#undef OWN_POLY_8
#undef OWN_POLY_9
#undef OWN_POLY_10
