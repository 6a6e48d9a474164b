/* What is drawn from a bit generator one after another, bit for bit as NumPy
 * draws it: how many draws are used depends on what they give. */
#ifndef BASE_DRAW_H
#define BASE_DRAW_H

#include "mt19937.h"
#include "pcg64.h"

typedef struct BitGenerator {
    bool legacy; /* MT19937 behind np.random.rand and RandomState; else PCG64 */
    union {
        Pcg64 pcg;
        Mt19937 mt;
    };
    double spare; /* legacy: normal numbers are made two at a time */
    bool has_spare;
} BitGenerator;

static inline uint32_t draw32(BitGenerator *bits) {
    return bits->legacy ? mt19937_next32(&bits->mt) : pcg64_next32(&bits->pcg);
}
static inline uint64_t draw64(BitGenerator *bits) {
    return bits->legacy ? mt19937_next64(&bits->mt) : pcg64_next64(&bits->pcg);
}

/* Of 53 bits, in [0, 1). */
static inline double pcg64_double(Pcg64 *pcg) {
    return (double)(pcg64_next64(pcg) >> 11) / 9007199254740992.0;
}
/* Of 24 bits. */
static inline float pcg64_float(Pcg64 *pcg) {
    return (float)(pcg64_next32(pcg) >> 8) / 16777216.0f;
}
static inline double draw_double(BitGenerator *bits) {
    return bits->legacy ? mt19937_double(&bits->mt) : pcg64_double(&bits->pcg);
}

/* --- one fill ------------------------------------------------------------------ */

/* What a fill draws: first those that are not rows of distributions.def. */
typedef enum DrawKind {
    DRAW_UNIFORM,       /* double: a + b * x, x in [0, 1) */
    DRAW_UNIFORM_FLOAT, /* float */
    DRAW_NORMAL_FLOAT,
    DRAW_EXPONENTIAL_FLOAT,
    DRAW_EXPONENTIAL_LOG, /* double: as -log(1 - x) */
    DRAW_EXPONENTIAL_LOG_FLOAT,
    DRAW_INTEGERS,     /* low + one of 0..range, in size bytes (0: bool) */
    DRAW_EACH_INTEGER, /* the same with low and range in values, as int64 */
    DRAW_ORDERS,       /* int64: 0..range - 1 shuffled down to place low, again and again; size: as
                          shuffles do, else as choices */
    DRAW_SAMPLE,       /* int64: as many of 0..range - 1 as are drawn, none twice; low: shuffled */
    DRAW_WEIGHTED,     /* the same, where values[0] says how likely each is */
#define DISTRIBUTION(id, ...) DRAW_##id,
#include "distributions.def"
#undef DISTRIBUTION
    DRAW_KIND_COUNT
} DrawKind;

typedef struct Draw {
    uint8_t kind;   /* DrawKind */
    uint8_t size;   /* of ints */
    uint8_t values; /* bit k: parameter k is one of each value */
    uint8_t spare;  /* of a recorded fill: how many more its last 8 bytes could hold */
    uint64_t low, range;
    double a, b, c; /* parameters of a distribution */
} Draw;

/* The parameters a and b of each value, in place of the draw's; NULL: those hold. */
typedef struct DrawValues {
    const double *of[2];
} DrawValues;

int draw_item_size(const Draw *draw);
/* Bytes of scratch that a fill of count needs; -1: too many. */
int64_t draw_scratch(const Draw *draw, int64_t count);
/* false: the parameters allow no draw, and none is made. */
bool draw_fill(BitGenerator *bits, const Draw *draw, const DrawValues *values, int64_t count,
               void *scratch, void *out);

/* offset + factor * x, x of 53 bits in [0, 1). */
void draw_uniforms(BitGenerator *bits, double offset, double factor, int64_t count, double *out);

/* How ints in 0..range are cut out of the stream. */
typedef struct IntegerDraw {
    uint64_t range;
    int width; /* bits of a piece: 64, or 1, 8, 16, 32 of one 32-bit draw */
} IntegerDraw;
/* size: bytes of the result's type, 0 for bool. */
IntegerDraw integer_draw(int size, uint64_t range);
/* PCG64 only: no piece is ever refused, so that each int takes one. */
static inline bool integer_draw_is_even(const IntegerDraw *draw) {
    return (draw->range & (draw->range + 1)) == 0;
}
/* count ints of size bytes (0: bool), offset added, modulo the type. */
void draw_integers(BitGenerator *bits, int size, uint64_t offset, uint64_t range, int64_t count,
                   void *out);

/* --- distributions (distribution.c) ---------------------------------------------- */

/* What a parameter must be. */
typedef enum ParameterCheck {
    CHECK_NONE,
    CHECK_NON_NEGATIVE, /* "x < 0" */
    CHECK_POSITIVE,
    CHECK_POSITIVE_NUMBER,  /* and no nan */
    CHECK_PROBABILITY,      /* 0..1 */
    CHECK_SOME_PROBABILITY, /* the same without 0 */
    CHECK_POISSON
} ParameterCheck;

typedef struct DistributionInfo {
    const char *signature, *doc;
    bool integral; /* values are int64, else float64 */
    int count;     /* of parameters */
    struct {
        const char *name;
        double missing; /* its default */
        ParameterCheck check;
    } parameters[3];
} DistributionInfo;
/* Indexed by DrawKind; of those that are no rows the signature is NULL. */
extern const DistributionInfo distribution_info[DRAW_KIND_COUNT];

/* Is x no such parameter? Then what NumPy says of it, with its name: "scale < 0".
 * many: x is one of several. */
typedef char DistributionTrouble[96];
bool distribution_trouble(ParameterCheck check, double x, bool many, const char *name,
                          DistributionTrouble trouble);
/* count values of a row of the table; false: as draw_fill(). */
bool draw_distribution(BitGenerator *bits, const Draw *draw, const DrawValues *values,
                       int64_t count, void *out);
void draw_normal_floats(Pcg64 *pcg, int64_t count, float *out);
void draw_exponential_floats(Pcg64 *pcg, int64_t count, float *out);

#endif
