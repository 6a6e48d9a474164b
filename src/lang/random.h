/* np.random's generators, for the files that meet them as values. */
#ifndef LANG_RANDOM_H
#define LANG_RANDOM_H

#include "../base/draw.h"
#include "lang.h"

/* numpy.random.Generator (PCG64), or RandomState (MT19937) when bits.legacy. */
typedef struct RandomObject {
    Object head;
    BitGenerator bits;
} RandomObject;

/* What attributes, printing and freeing ask of a generator. (numpy_random.c) */
const Names *random_methods(const ArrState *state, Value generator);
const char *random_type_name(Value generator);
void random_text(Value generator, bool repr, Text *text);
/* np.random's names. */
ArrStatus random_fill(ArrState *state, Names *names);

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
void seed_words_free(SeedWords *words);

/* What serves Generator and RandomState alike. */
typedef struct RandomCall {
    const char *name; /* in messages: "integers", "randint" */
    BitGenerator *bits;
    Value size; /* None or undefined: one Python number */
} RandomCall;

ArrStatus random_uniform_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                Value *result);
ArrStatus random_normal_values(ArrState *state, const RandomCall *call, Value loc, Value scale,
                               Value *result);
/* Of PCG64. */
ArrStatus random_float32_values(ArrState *state, const RandomCall *call, Value *result);
/* closed: high is included. dtype: as given, for Python's int and bool give Python's values. */
ArrStatus random_integer_values(ArrState *state, const RandomCall *call, Value low, Value high,
                                bool closed, Value dtype, Value *result);

#endif
