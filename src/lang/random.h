/* np.random's generators, for the files that meet them as values. */
#ifndef LANG_RANDOM_H
#define LANG_RANDOM_H

#include "../base/draw.h"
#include "arrays.h"

/* A Generator (of PCG64), a RandomState (of MT19937), or what these are made of. */
typedef enum RandomRole {
    RANDOM_GENERATOR,
    RANDOM_STATE,
    RANDOM_BITS, /* PCG64(seed), MT19937(seed) */
    RANDOM_SEEDS /* SeedSequence(entropy) */
} RandomRole;

typedef struct RandomObject {
    Object head;
    RandomRole role;
    BitGenerator bits;
    Array *ahead; /* the state after all that was recorded, where bits are older; or NULL */
    Value source; /* of a Generator: its bit generator, if that is an object; of seeds: entropy */
} RandomObject;

/* What attributes, printing and freeing ask of a generator. (numpy_random.c) */
const Names *random_methods(const ArrState *state, Value generator);
const char *random_type_name(Value generator);
void random_text(Value generator, bool repr, Text *text);
void random_clear(ArrState *state, RandomObject *object);
/* np.random's names. */
ArrStatus random_fill(ArrState *state, Names *names);

/* --- seeds (random_seed.c) ---------------------------------------------------- */

/* The words of a seed, 32 bits each, low word first. */
typedef struct SeedWords {
    Base *base;
    uint32_t *items;
    int64_t count, capacity;
} SeedWords;

/* default_rng(v)'s entropy: None, an int of any size, or a sequence of ints. */
ArrStatus seed_sequence_words(ArrState *state, Value v, SeedWords *words);
/* RandomState(v) and random.seed(v). */
ArrStatus seed_legacy(ArrState *state, Value v, Mt19937 *mt);
/* A tuple of ints from the operating system. */
ArrStatus seed_entropy(ArrState *state, Value *result);
void seed_words_free(SeedWords *words);

/* --- drawing (random.c) ---------------------------------------------------------- */

/* What serves Generator and RandomState alike. */
typedef struct RandomCall {
    const char *name;     /* in messages: "integers", "randint" */
    RandomObject *object; /* whose state it is */
    Value size;           /* None or undefined: one Python number */
} RandomCall;

static inline bool random_is_legacy(const RandomCall *call) {
    return call->object->bits.legacy;
}

/* size= */
typedef struct RandomSize {
    bool scalar; /* None */
    int ndim;
    int64_t shape[ARR_MAX_NDIM], count;
} RandomSize;
ArrStatus random_size(ArrState *state, Value v, RandomSize *size);
/* The shape that size= and the parameters have together: an array broadcasts to
 * size, which must be that of all of them. */
ArrStatus random_size_of(ArrState *state, Value v, int count, Array *const parameters[],
                         RandomSize *size);
/* An array, or a sequence to be one. */
bool random_is_many(Value v);
/* A parameter of each value: *a broadcast to size, dense. Takes *a over. */
ArrStatus random_spread(ArrState *state, const RandomSize *size, Array **a);

/* The state is in bits: pulls it if it is still to be computed. */
ArrStatus random_settle(ArrState *state, RandomObject *object);
/* One value, here and now: 8 bytes. */
ArrStatus random_draw_one(ArrState *state, const RandomCall *call, const Draw *draw, void *value);
/* An array of draws that follow one another: few are drawn at once, many are
 * recorded. values: of parameters, see Draw; NULL: none. */
ArrStatus random_draw_array(ArrState *state, const RandomCall *call, const Draw *draw,
                            Array *const values[2], ArrDtype dtype, const RandomSize *size,
                            Array **result);

ArrStatus random_uniform_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                Value *result);
/* float32 or float64 by a kind that has no parameters. */
ArrStatus random_plain_values(ArrState *state, const RandomCall *call, DrawKind kind,
                              Value *result);
/* Of a row of distributions.def: one parameter per Value. */
ArrStatus random_distribution(ArrState *state, const RandomCall *call, DrawKind kind,
                              const Value *parameters, Value *result);

/* --- random_integers.c ------------------------------------------------------------- */

/* closed: high is included. dtype: as given, for Python's int and bool give Python's values. */
ArrStatus random_integer_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                bool closed, Value dtype, Value *result);

/* --- random_order.c ----------------------------------------------------------------- */

typedef struct ChoiceArguments {
    Value a, replace, p, axis, shuffle;
} ChoiceArguments;
ArrStatus random_choice(ArrState *state, const RandomCall *call, const ChoiceArguments *arguments,
                        Value *result);
ArrStatus random_permutation(ArrState *state, const RandomCall *call, Value x, Value axis,
                             Value *result);
ArrStatus random_shuffle(ArrState *state, const RandomCall *call, Value x, Value axis);
ArrStatus random_permuted(ArrState *state, const RandomCall *call, Value x, Value axis, Value out,
                          Value *result);

#endif
