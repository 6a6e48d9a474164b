/* np.random: default_rng() and the methods of its Generator, and the legacy
 * functions, which are the methods of one RandomState that the module owns. */
#include <string.h>

#include "random.h"

/* --- generators -------------------------------------------------------------------- */

static RandomObject *random_of(Value v) {
    return VALUE_AS(RandomObject, v);
}

static bool has_role(Value v, RandomRole role) {
    return v.kind == VALUE_RANDOM && random_of(v)->role == role;
}

void random_clear(ArrState *state, RandomObject *object) {
    array_release(&state->graph.arrays, object->ahead);
    value_release(state, object->source);
}

static ArrStatus seed_pcg64(ArrState *state, Value seed, Pcg64 *pcg) {
    SeedWords words;
    if (has_role(seed, RANDOM_SEEDS)) seed = random_of(seed)->source;
    ArrStatus status = seed_sequence_words(state, seed, &words);
    if (!status) pcg64_seed(pcg, words.items, words.count);
    seed_words_free(&words);
    return status;
}

static ArrStatus object_of(ArrState *state, RandomRole role, Value source, RandomObject **object) {
    *object = object_new(state, VALUE_RANDOM, sizeof **object);
    if (!*object) return ARR_MEMORY;
    (*object)->role = role;
    value_retain((*object)->source = source);
    return ARR_OK;
}

/* A generator of either kind, seeded. */
static ArrStatus seeded(ArrState *state, RandomRole role, bool legacy, Value seed, Value *result) {
    RandomObject *object;
    ArrStatus status = object_of(state, role, value_undefined(), &object);
    if (status) return status;
    object->bits.legacy = legacy;
    status = legacy ? seed_legacy(state, seed, &object->bits.mt)
                    : seed_pcg64(state, seed, &object->bits.pcg);
    if (status) value_release(state, value_object(&object->head));
    else *result = value_object(&object->head);
    return status;
}

/* A Generator of a bit generator that is an object of its own, and shared. */
static ArrStatus generator_of(ArrState *state, Value bits, Value *result) {
    RandomObject *object;
    if (random_of(bits)->bits.legacy)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "a Generator of MT19937 is not in arr: default_rng(), Generator(PCG64()) "
                         "or RandomState()");
    ArrStatus status = object_of(state, RANDOM_GENERATOR, bits, &object);
    if (!status) *result = value_object(&object->head);
    return status;
}

static ArrStatus random_default_rng(ArrState *state, const BuiltinCall *call, Value *result) {
    Value seed = call->args[0];
    if (has_role(seed, RANDOM_BITS)) return generator_of(state, seed, result);
    if (!has_role(seed, RANDOM_GENERATOR))
        return seeded(state, RANDOM_GENERATOR, false, seed, result);
    value_retain(*result = seed);
    return ARR_OK;
}

static ArrStatus random_generator(ArrState *state, const BuiltinCall *call, Value *result) {
    if (has_role(call->args[0], RANDOM_BITS)) return generator_of(state, call->args[0], result);
    return error_set(&state->base, ERROR_ATTRIBUTE, "'%s' object has no attribute 'capsule'",
                     value_type_name(call->args[0]));
}

static ArrStatus random_bits(ArrState *state, const BuiltinCall *call, Value *result) {
    return seeded(state, RANDOM_BITS, call->data, call->args[0], result);
}

static ArrStatus random_state(ArrState *state, const BuiltinCall *call, Value *result) {
    return seeded(state, RANDOM_STATE, true, call->args[0], result);
}

static ArrStatus random_seeds(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomObject *object;
    SeedWords words;
    Value entropy = call->args[0];
    ArrStatus status;
    if (argument_given(entropy)) {
        status = seed_sequence_words(state, entropy, &words); /* or its error */
        seed_words_free(&words);
        value_retain(entropy);
    } else {
        status = seed_entropy(state, &entropy);
    }
    if (status) {
        if (argument_given(call->args[0])) value_release(state, entropy);
        return status;
    }
    status = object_of(state, RANDOM_SEEDS, entropy, &object);
    value_release(state, entropy);
    if (!status) *result = value_object(&object->head);
    return status;
}

/* Whose state a method draws from: its generator's, or the module's own. */
static ArrStatus begin(ArrState *state, const BuiltinCall *call, int size, RandomCall *random) {
    Value object = call->self;
    if (object.kind == VALUE_UNDEFINED && state->random.kind == VALUE_UNDEFINED) {
        ArrStatus status = seeded(state, RANDOM_STATE, true, value_none(), &state->random);
        if (status) return status;
    }
    if (object.kind == VALUE_UNDEFINED) object = state->random;
    if (random_of(object)->source.kind == VALUE_RANDOM) object = random_of(object)->source;
    *random = (RandomCall){call->function->name, random_of(object),
                           size < 0 ? value_undefined() : call->args[size]};
    return ARR_OK;
}

/* random.seed(s): on failure the stream goes on where it was. */
static ArrStatus random_seed(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    Mt19937 fresh;
    ArrStatus status = begin(state, call, -1, &random);
    if (!status) status = seed_legacy(state, call->args[0], &fresh);
    if (status) return status;
    array_release(&state->graph.arrays, random.object->ahead);
    random.object->ahead = NULL;
    random.object->bits = (BitGenerator){.legacy = true, .mt = fresh};
    *result = value_none();
    return ARR_OK;
}

/* --- dtype= and out= ---------------------------------------------------------------- */

/* dtype= of floats: *narrow for float32. */
static ArrStatus float_dtype(ArrState *state, const RandomCall *random, Value v, bool *narrow) {
    int dtype;
    ArrStatus status = convert_to_dtype(state, v, &dtype);
    *narrow = dtype == ARR_FLOAT32;
    if (status || dtype < 0 || dtype == ARR_FLOAT64 || *narrow) return status;
    return error_set(&state->base, ERROR_TYPE, "Unsupported dtype dtype('%s') for %s",
                     dtype_info[dtype].name, random->name);
}

static ArrStatus check_out(ArrState *state, const RandomCall *random, Value out, bool narrow) {
    RandomSize size;
    ArrDtype dtype = narrow ? ARR_FLOAT32 : ARR_FLOAT64;
    if (out.kind != VALUE_ARRAY || out.array->scalar || out.array->read_only ||
        !array_is_contiguous(out.array))
        return error_set(&state->base, ERROR_VALUE,
                         "Supplied output array must be contiguous, writable, aligned, and in "
                         "machine byte-order.");
    if (out.array->dtype != dtype)
        return error_set(&state->base, ERROR_TYPE,
                         "Supplied output array has the wrong type. Expected %s, got %s",
                         dtype_info[dtype].name, dtype_info[out.array->dtype].name);
    ArrStatus status = random_size(state, random->size, &size);
    if (status || size.scalar) return status;
    if (size.ndim == out.array->ndim &&
        !memcmp(size.shape, array_shape(out.array), (size_t)size.ndim * sizeof *size.shape))
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE, "size must match out.shape when used together");
}

/* out's shape as size=. */
static ArrStatus size_of_out(ArrState *state, Value out, Value *size) {
    return convert_from_ints(state, out.array->ndim, array_shape(out.array), size);
}

/* What fill gives, written to out where that is given. */
typedef ArrStatus (*PlainFn)(ArrState *state, const RandomCall *random, const BuiltinCall *call,
                             bool narrow, Value *result);
static ArrStatus fill_out(ArrState *state, RandomCall *random, const BuiltinCall *call, bool narrow,
                          Value out, PlainFn fill, Value *result) {
    Value size, drawn;
    if (!argument_given(out)) return fill(state, random, call, narrow, result);
    ArrStatus status = check_out(state, random, out, narrow);
    if (!status) status = size_of_out(state, out, &size);
    if (status) return status;
    random->size = size;
    status = fill(state, random, call, narrow, &drawn);
    value_release(state, size);
    if (status) return status;
    status = graph_assign(&state->graph, out.array, operand_array(drawn.array));
    value_release(state, drawn);
    if (!status) value_retain(*result = out);
    return status;
}

static ArrStatus plain_random(ArrState *state, const RandomCall *random, const BuiltinCall *call,
                              bool narrow, Value *result) {
    (void)call;
    if (narrow) return random_plain_values(state, random, DRAW_UNIFORM_FLOAT, result);
    return random_uniform_values(state, random, value_undefined(), value_undefined(), result);
}

static ArrStatus plain_normal(ArrState *state, const RandomCall *random, const BuiltinCall *call,
                              bool narrow, Value *result) {
    (void)call;
    if (narrow) return random_plain_values(state, random, DRAW_NORMAL_FLOAT, result);
    return random_distribution(state, random, DRAW_STANDARD_NORMAL, NULL, result);
}

static ArrStatus plain_exponential(ArrState *state, const RandomCall *random,
                                   const BuiltinCall *call, bool narrow, Value *result) {
    Value method = call->args[2];
    bool by_log = argument_given(method) && (method.kind != VALUE_STRING ||
                                             strcmp(VALUE_AS(StringObject, method)->bytes, "zig"));
    if (by_log)
        return random_plain_values(
            state, random, narrow ? DRAW_EXPONENTIAL_LOG_FLOAT : DRAW_EXPONENTIAL_LOG, result);
    if (narrow) return random_plain_values(state, random, DRAW_EXPONENTIAL_FLOAT, result);
    return random_distribution(state, random, DRAW_STANDARD_EXPONENTIAL, NULL, result);
}

static ArrStatus plain_gamma(ArrState *state, const RandomCall *random, const BuiltinCall *call,
                             bool narrow, Value *result) {
    if (narrow)
        return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                         "standard_gamma of float32 is not in arr yet");
    return random_distribution(state, random, DRAW_STANDARD_GAMMA, call->args, result);
}

/* Methods with dtype= and out=: of a Generator; data says at which arguments
 * size stands (its tens), then dtype and out from its units on. */
static ArrStatus with_out(ArrState *state, const BuiltinCall *call, int size, int dtype, int out,
                          PlainFn fill, Value *result) {
    RandomCall random;
    bool narrow;
    ArrStatus status = begin(state, call, size, &random);
    if (!status) status = float_dtype(state, &random, call->args[dtype], &narrow);
    if (status) return status;
    return fill_out(state, &random, call, narrow, call->args[out], fill, result);
}

static ArrStatus random_random(ArrState *state, const BuiltinCall *call, Value *result) {
    return with_out(state, call, 0, 1, 2, plain_random, result);
}

static ArrStatus random_standard_normal(ArrState *state, const BuiltinCall *call, Value *result) {
    return with_out(state, call, 0, 1, 2, plain_normal, result);
}

static ArrStatus random_standard_exponential(ArrState *state, const BuiltinCall *call,
                                             Value *result) {
    return with_out(state, call, 0, 1, 3, plain_exponential, result);
}

static ArrStatus random_standard_gamma(ArrState *state, const BuiltinCall *call, Value *result) {
    return with_out(state, call, 1, 2, 3, plain_gamma, result);
}

/* --- the others ------------------------------------------------------------------------ */

/* A row of distributions.def (data): its parameters come first, then size. */
static ArrStatus random_row(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, distribution_info[call->data].count, &random);
    if (status) return status;
    return random_distribution(state, &random, (DrawKind)call->data, call->args, result);
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
    return random_distribution(state, &random, DRAW_STANDARD_NORMAL, NULL, result);
}

static ArrStatus random_choice_call(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, 1, &random);
    if (status) return status;
    bool legacy = random_is_legacy(&random);
    ChoiceArguments arguments = {call->args[0], call->args[2], call->args[3],
                                 legacy ? value_undefined() : call->args[4],
                                 legacy ? value_undefined() : call->args[5]};
    return random_choice(state, &random, &arguments, result);
}

static Value axis_argument(const RandomCall *random, const BuiltinCall *call) {
    return random_is_legacy(random) ? value_undefined() : call->args[1];
}

static ArrStatus random_permutation_call(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, -1, &random);
    if (status) return status;
    return random_permutation(state, &random, call->args[0], axis_argument(&random, call), result);
}

static ArrStatus random_shuffle_call(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, -1, &random);
    if (!status)
        status = random_shuffle(state, &random, call->args[0], axis_argument(&random, call));
    if (!status) *result = value_none();
    return status;
}

static ArrStatus random_permuted_call(ArrState *state, const BuiltinCall *call, Value *result) {
    RandomCall random;
    ArrStatus status = begin(state, call, -1, &random);
    if (status) return status;
    return random_permuted(state, &random, call->args[0], call->args[1], call->args[2], result);
}

/* --- the tables ------------------------------------------------------------------------ */

static const char permutation_doc[] =
    "The ints below x, or what x has along its first axis (or axis), in a random order: a copy.";
static const char shuffle_doc[] =
    "Puts what x has along its first axis (or axis) in a random order.";
static const char choice_doc[] =
    "Of the ints below a, or of what a has along axis, as many as size says; p: how likely each "
    "is. Without replace none is chosen twice.";

static const BuiltinRow generator_rows[] = {
    {"random(size=None, dtype=float64, out=None)", random_random,
     "Uniform numbers in [0, 1): one Python float, or an array. float64 or float32.", 0},
    {"uniform(low=0.0, high=1.0, size=None)", random_uniform_call,
     "Uniform numbers in [low, high): one Python float, or an array. ValueError if high < low.", 0},
    {"integers(low, high=None, size=None, dtype=int64, endpoint=False)", random_integers,
     "Ints in [low, high), or [0, low) without high; endpoint includes high. ValueError if there "
     "are none, or a bound does not fit dtype.",
     0},
    {"choice(a, size=None, replace=True, p=None, axis=0, shuffle=True)", random_choice_call,
     choice_doc, 0},
    {"permutation(x, axis=0)", random_permutation_call, permutation_doc, 0},
    {"shuffle(x, axis=0)", random_shuffle_call, shuffle_doc, 0},
    {"permuted(x, *, axis=None, out=None)", random_permuted_call,
     "A copy of x whose elements, or those of each row along axis, are in a random order.", 0},
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
    {"choice(a, size=None, replace=True, p=None)", random_choice_call, choice_doc, 0},
    {"permutation(x)", random_permutation_call, permutation_doc, 0},
    {"shuffle(x)", random_shuffle_call, shuffle_doc, 0},
    {NULL, NULL, NULL, 0}};

static const BuiltinRow module_rows[] = {
    {"default_rng(seed=None)", random_default_rng,
     "A Generator whose stream is NumPy's for the same seed: an int of any size, several ints, or "
     "None for one from the operating system.",
     0},
    {"Generator(bit_generator)", random_generator, "A Generator that draws from PCG64(seed).", 0},
    {"PCG64(seed=None)", random_bits, "The bit generator of default_rng().", false},
    {"SeedSequence(entropy=None)", random_seeds, "What default_rng() and PCG64() make of a seed.",
     0},
    {"RandomState(seed=None)", random_state,
     "A legacy generator of its own; its methods are np.random's legacy functions.", 0},
    {NULL, NULL, NULL, 0}};

/* The rows of distributions.def as methods: of a Generator, some with dtype= and out=. */
static BuiltinRow distribution_row(DrawKind kind, bool legacy) {
    const DistributionInfo *info = &distribution_info[kind];
    BuiltinRow row = {info->signature, random_row, info->doc, (int)kind};
    if (kind == DRAW_STANDARD_NORMAL) row.fn = random_standard_normal;
    else if (kind == DRAW_STANDARD_EXPONENTIAL) row.fn = random_standard_exponential;
    else if (kind == DRAW_STANDARD_GAMMA) row.fn = random_standard_gamma;
    else return row;
    if (!legacy) return row;
    static const char *const shorter[] = {"standard_normal(size=None)",
                                          "standard_exponential(size=None)",
                                          "standard_gamma(shape, size=None)"};
    row.signature = shorter[kind == DRAW_STANDARD_NORMAL        ? 0
                            : kind == DRAW_STANDARD_EXPONENTIAL ? 1
                                                                : 2];
    row.fn = random_row;
    return row;
}

static ArrStatus register_distributions(ArrState *state, bool legacy, Names *names) {
    ArrStatus status = ARR_OK;
    for (int kind = 0; kind < DRAW_KIND_COUNT && !status; kind++) {
        if (!distribution_info[kind].signature) continue;
        const BuiltinRow rows[2] = {distribution_row((DrawKind)kind, legacy)};
        status = builtins_register(state, names, rows);
    }
    return status;
}

ArrStatus random_fill(ArrState *state, Names *names) {
    Names *generator = &state->generator_methods[0], *legacy = &state->generator_methods[1];
    ArrStatus status = builtins_register(state, names, module_rows);
    if (!status) status = builtins_register(state, names, legacy_rows);
    if (!status) status = register_distributions(state, true, names);
    if (!status) status = builtins_register(state, legacy, legacy_rows);
    if (!status) status = register_distributions(state, true, legacy);
    if (!status) status = builtins_register(state, generator, generator_rows);
    return status ? status : register_distributions(state, false, generator);
}

const Names *random_methods(const ArrState *state, Value generator) {
    RandomRole role = random_of(generator)->role;
    return &state->generator_methods[role < RANDOM_BITS ? (int)role : 2];
}

const char *random_type_name(Value generator) {
    const RandomObject *object = random_of(generator);
    switch (object->role) {
    case RANDOM_GENERATOR: return "numpy.random._generator.Generator";
    case RANDOM_STATE: return "numpy.random.mtrand.RandomState";
    case RANDOM_BITS: return "numpy.random._pcg64.PCG64";
    default: return "numpy.random.bit_generator.SeedSequence";
    }
}

void random_text(Value generator, bool repr, Text *text) {
    const RandomObject *object = random_of(generator);
    unsigned long long place = (uintptr_t)(void *)generator.object;
    if (object->role >= RANDOM_BITS) {
        text_addf(text, "<%s object at 0x%llx>", random_type_name(generator), place);
        return;
    }
    text_adds(text, object->role == RANDOM_STATE ? "RandomState(MT19937)" : "Generator(PCG64)");
    if (repr) text_addf(text, " at 0x%llX", place);
}
