/* np.random: default_rng() and the methods of its Generator, and the legacy
 * functions, which are the methods of one RandomState that the module owns. */
#include <string.h>

#include "arrays.h"
#include "random.h"

/* --- generators -------------------------------------------------------------------- */

static ArrStatus generator_new(ArrState *state, bool legacy, Value seed, Value *result) {
    RandomObject *object = object_new(state, VALUE_RANDOM, sizeof *object);
    if (!object) return ARR_MEMORY;
    ArrStatus status;
    object->bits.legacy = legacy;
    if (legacy) status = seed_legacy(state, seed, &object->bits.mt);
    else {
        SeedWords words;
        status = seed_sequence_words(state, seed, &words);
        if (!status) pcg64_seed(&object->bits.pcg, words.items, words.count);
        seed_words_free(&words);
    }
    if (status) value_release(state, value_object(&object->head));
    else *result = value_object(&object->head);
    return status;
}

static ArrStatus random_default_rng(ArrState *state, const BuiltinCall *call, Value *result) {
    Value seed = call->args[0];
    if (seed.kind != VALUE_RANDOM || VALUE_AS(RandomObject, seed)->bits.legacy)
        return generator_new(state, false, seed, result);
    value_retain(*result = seed);
    return ARR_OK;
}

static ArrStatus random_state(ArrState *state, const BuiltinCall *call, Value *result) {
    return generator_new(state, true, call->args[0], result);
}

/* The generator of a method, or the module's own. */
static ArrStatus bits_of(ArrState *state, const BuiltinCall *call, BitGenerator **bits) {
    Value object = call->self;
    if (object.kind == VALUE_UNDEFINED && state->random.kind == VALUE_UNDEFINED) {
        ArrStatus status = generator_new(state, true, value_none(), &state->random);
        if (status) return status;
    }
    if (object.kind == VALUE_UNDEFINED) object = state->random;
    *bits = &VALUE_AS(RandomObject, object)->bits;
    return ARR_OK;
}

static ArrStatus begin(ArrState *state, const BuiltinCall *call, int size, RandomCall *random) {
    *random = (RandomCall){.name = call->function->name, .size = call->args[size]};
    return bits_of(state, call, &random->bits);
}

/* random.seed(s): on failure the stream goes on where it was. */
static ArrStatus random_seed(ArrState *state, const BuiltinCall *call, Value *result) {
    BitGenerator *bits;
    Mt19937 fresh;
    ArrStatus status = bits_of(state, call, &bits);
    if (!status) status = seed_legacy(state, call->args[0], &fresh);
    if (status) return status;
    *bits = (BitGenerator){.legacy = true, .mt = fresh};
    *result = value_none();
    return ARR_OK;
}

/* --- distributions ------------------------------------------------------------------ */

/* dtype= of floats: *narrow for float32. */
static ArrStatus float_dtype(ArrState *state, const RandomCall *random, Value v, bool *narrow) {
    int dtype;
    ArrStatus status = convert_to_dtype(state, v, &dtype);
    *narrow = dtype == ARR_FLOAT32;
    if (status || dtype < 0 || dtype == ARR_FLOAT64 || *narrow) return status;
    return error_set(&state->base, ERROR_TYPE, "Unsupported dtype dtype('%s') for %s",
                     dtype_info[dtype].name, random->name);
}

static ArrStatus random_random(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    bool narrow;
    ArrStatus status = begin(state, call, 0, &random);
    if (!status) status = float_dtype(state, &random, call->args[1], &narrow);
    if (status) return status;
    if (narrow) return random_float32_values(state, &random, result);
    return random_uniform_values(state, &random, value_undefined(), value_undefined(), result);
}

static ArrStatus random_sample(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, 0, &random);
    if (status) return status;
    return random_uniform_values(state, &random, value_undefined(), value_undefined(), result);
}

static ArrStatus random_uniform_call(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, 2, &random);
    return status ? status
                  : random_uniform_values(state, &random, call->args[0], call->args[1], result);
}

static ArrStatus random_normal(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, 2, &random);
    return status ? status
                  : random_normal_values(state, &random, call->args[0], call->args[1], result);
}

static ArrStatus random_standard_normal(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    bool narrow = false;
    ArrStatus status = begin(state, call, 0, &random);
    if (!status && !random.bits->legacy)
        status = float_dtype(state, &random, call->args[1], &narrow);
    if (!status && narrow)
        status = error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                           "standard_normal of float32 is not in arr yet");
    if (status) return status;
    return random_normal_values(state, &random, value_undefined(), value_undefined(), result);
}

static ArrStatus random_integers(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    bool closed = false;
    ArrStatus status = begin(state, call, 2, &random);
    if (!status && call->args[4].kind != VALUE_UNDEFINED)
        status = value_truth(state, call->args[4], &closed);
    if (status) return status;
    return random_integer_values(state, &random, call->args[0], call->args[1], closed,
                                 call->args[3], result);
}

static ArrStatus random_randint(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, 2, &random);
    if (status) return status;
    return random_integer_values(state, &random, call->args[0], call->args[1], false, call->args[3],
                                 result);
}

/* rand(2, 3) and randn(2, 3): the extents are the arguments. */
static ArrStatus spread_size(ArrState *state, const BuiltinCall *call, RandomCall *random) {
    const SequenceObject *extents = VALUE_AS(SequenceObject, call->args[0]);
    ArrStatus status = begin(state, call, 0, random);
    for (int64_t i = 0; i < extents->count && !status; i++) {
        int64_t extent;
        status = value_index(state, extents->items[i], &extent);
    }
    if (extents->count == 0) random->size = value_none();
    return status;
}

static ArrStatus random_rand(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = spread_size(state, call, &random);
    if (status) return status;
    return random_uniform_values(state, &random, value_undefined(), value_undefined(), result);
}

static ArrStatus random_randn(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = spread_size(state, call, &random);
    if (status) return status;
    return random_normal_values(state, &random, value_undefined(), value_undefined(), result);
}

/* --- the tables ------------------------------------------------------------------------ */

static const char normal_doc[] =
    "Normal numbers of mean loc and deviation scale: one Python float, or an array. ValueError for "
    "a negative scale.";
static const char standard_normal_doc[] =
    "Normal numbers of mean 0 and deviation 1: one Python float, or an array.";

static const BuiltinRow generator_rows[] = {
    {"random(size=None, dtype=float64)", random_random,
     "Uniform numbers in [0, 1): one Python float, or an array. float64 or float32.", 0},
    {"uniform(low=0.0, high=1.0, size=None)", random_uniform_call,
     "Uniform numbers in [low, high): one Python float, or an array. The bounds may be arrays, "
     "which are not checked. ValueError if high < low.",
     0},
    {"integers(low, high=None, size=None, dtype=int64, endpoint=False)", random_integers,
     "Ints in [low, high), or [0, low) without high; endpoint includes high. ValueError if there "
     "are none, or a bound does not fit dtype.",
     0},
    {"standard_normal(size=None, dtype=float64)", random_standard_normal, standard_normal_doc, 0},
    {"normal(loc=0.0, scale=1.0, size=None)", random_normal, normal_doc, 0},
    {NULL, NULL, NULL, 0}};

static const char sample_doc[] = "Uniform numbers in [0, 1): one Python float, or an array.";

static const BuiltinRow legacy_rows[] = {
    {"seed(seed=None)", random_seed,
     "Starts the stream anew from an int of 32 bits or several; None: from the operating system.",
     0},
    {"rand(*args)", random_rand, "Uniform numbers in [0, 1); the extents are the arguments.", 0},
    {"randn(*args)", random_randn, "Normal numbers; the extents are the arguments.", 0},
    {"random(size=None)", random_sample, sample_doc, 0},
    {"random_sample(size=None)", random_sample, sample_doc, 0},
    {"ranf(size=None)", random_sample, sample_doc, 0},
    {"sample(size=None)", random_sample, sample_doc, 0},
    {"uniform(low=0.0, high=1.0, size=None)", random_uniform_call,
     "Uniform numbers between low and high: one Python float, or an array.", 0},
    {"randint(low, high=None, size=None, dtype=int)", random_randint,
     "Ints in [low, high), or [0, low) without high. ValueError if there are none.", 0},
    {"standard_normal(size=None)", random_standard_normal, standard_normal_doc, 0},
    {"normal(loc=0.0, scale=1.0, size=None)", random_normal, normal_doc, 0},
    {NULL, NULL, NULL, 0}};

static const BuiltinRow module_rows[] = {
    {"default_rng(seed=None)", random_default_rng,
     "A Generator whose stream is NumPy's for the same seed: an int of any size, several ints, or "
     "None for one from the operating system.",
     0},
    {"RandomState(seed=None)", random_state,
     "A legacy generator of its own; its methods are np.random's legacy functions.", 0},
    {NULL, NULL, NULL, 0}};

ArrStatus random_fill(ArrState *state, Names *names) {
    ArrStatus status = builtins_register(state, names, module_rows);
    if (!status) status = builtins_register(state, names, legacy_rows);
    if (!status) status = builtins_register(state, &state->generator_methods[1], legacy_rows);
    if (!status) status = builtins_register(state, &state->generator_methods[0], generator_rows);
    return status;
}

const Names *random_methods(const ArrState *state, Value generator) {
    return &state->generator_methods[VALUE_AS(RandomObject, generator)->bits.legacy];
}

const char *random_type_name(Value generator) {
    return VALUE_AS(RandomObject, generator)->bits.legacy ? "numpy.random.mtrand.RandomState"
                                                          : "numpy.random._generator.Generator";
}

void random_text(Value generator, bool repr, Text *text) {
    bool legacy = VALUE_AS(RandomObject, generator)->bits.legacy;
    text_adds(text, legacy ? "RandomState(MT19937)" : "Generator(PCG64)");
    if (repr)
        text_addf(text, " at 0x%llX", (unsigned long long)(uintptr_t)(void *)generator.object);
}
