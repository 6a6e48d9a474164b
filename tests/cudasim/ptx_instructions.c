/* Instructions to ops: memory, control, and what warps and blocks do together; the arithmetic is in
 * ptx_arithmetic.c. Unknown words are errors. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- memory --------------------------------------------------------------------------------------
 */

static const char *const ignored_words[] = {
    "weak", "relaxed", "volatile", "acquire", "release", "acq_rel", "cta", "gpu", "sys",  "cluster",
    "ca",   "cg",      "cs",       "lu",      "cv",      "wb",      "wt",  "nc",  "noftz"};

static void take_memory_words(Words *words) {
    for (size_t i = 0; i < sizeof ignored_words / sizeof *ignored_words; i++)
        words_take(words, ignored_words[i]);
    for (int i = 1; i < words->count; i++)
        if (!strncmp(words->word[i], "L1::", 4) || !strncmp(words->word[i], "L2::", 4)) {
            words_take(words, words->word[i]);
            i--;
        }
}

static PtxSpace take_space(Words *words) {
    static const char *const names[] = {"global", "const", "shared", "local", "param"};
    if (words_take(words, "shared::cta")) return SPACE_SHARED;
    if (words_take(words, "param::entry") || words_take(words, "param::func")) return SPACE_PARAM;
    for (int i = 0; i < 5; i++)
        if (words_take(words, names[i])) return (PtxSpace)(SPACE_GLOBAL + i);
    return SPACE_GENERIC;
}

/* The space that the instruction names, or the one that its name has. */
static bool memory_operand(Decoder *decoder, Words *words, const char *text, PtxOp *op) {
    PtxSpace space = take_space(words);
    op->space = (uint8_t)space;
    if (!decode_address(decoder, text, op)) return false;
    /* ld.param of what a function got or gives is the thread's local memory. */
    if (space == SPACE_PARAM && op->space == SPACE_LOCAL) return true;
    if (space != SPACE_GENERIC) op->space = (uint8_t)space;
    if (space == SPACE_CONST || (space == SPACE_GENERIC && op->space == SPACE_CONST))
        op->space = SPACE_GLOBAL; /* one address space, by allocation */
    return true;
}

static bool load_or_store(Decoder *decoder, Words *words, bool is_store) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(is_store ? OP_STORE : OP_LOAD);
    take_memory_words(words);
    int count = words_take(words, "v2") ? 2 : words_take(words, "v4") ? 4 : 1, given;
    if (!decode_count(decoder, 2, 2)) return false;
    if (!memory_operand(decoder, words, now->operands[is_store ? 0 : 1], &op)) return false;
    PtxType type = words_type(words);
    if (words->count != 2 || !type || type == TYPE_PRED || type == TYPE_B128)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    bool wide;
    const char *data = now->operands[is_store ? 1 : 0];
    if (!decode_vector(decoder, data, type, !is_store, &op.d, op.more, &given, &wide)) return false;
    if (given != count) return decode_fail(decoder, "vector of another length", data);
    if (wide) op.flags |= PTX_WIDE_D;
    if (decode_wide(type) && !wide) return decode_fail(decoder, "register too small", data);
    op.type = (uint8_t)type;
    op.count = (uint8_t)count;
    return decode_op(decoder, &op) != NULL;
}

static const struct {
    const char *name;
    PtxKind kind;
} kinds[] = {{"add", KIND_ADD},   {"min", KIND_MIN},       {"max", KIND_MAX},  {"inc", KIND_INC},
             {"dec", KIND_DEC},   {"and", KIND_AND},       {"or", KIND_OR},    {"xor", KIND_XOR},
             {"exch", KIND_EXCH}, {"cas", KIND_CAS},       {"up", KIND_UP},    {"down", KIND_DOWN},
             {"bfly", KIND_BFLY}, {"idx", KIND_IDX},       {"all", KIND_ALL},  {"any", KIND_ANY},
             {"uni", KIND_UNI},   {"ballot", KIND_BALLOT}, {"popc", KIND_POPC}};

static bool take_kind(Decoder *decoder, Words *words, PtxOp *op) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (words_take(words, kinds[i].name)) return op->kind = (uint8_t)kinds[i].kind, true;
    return decode_fail(decoder, "instruction not supported", decoder->statement->opcode);
}

static bool atomic(Decoder *decoder, Words *words, bool is_reduction) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_ATOMIC);
    take_memory_words(words);
    if (!take_kind(decoder, words, &op)) return false;
    int first = is_reduction ? 0 : 1, values = op.kind == KIND_CAS ? 2 : 1;
    if (!decode_count(decoder, first + 1 + values, first + 1 + values)) return false;
    if (!memory_operand(decoder, words, now->operands[first], &op)) return false;
    PtxType type = words_type(words);
    if (words->count != 2 || ptx_type_size(type) < 4 || ptx_type_size(type) > 8)
        return decode_fail(decoder, "instruction not supported", now->opcode);
    op.type = (uint8_t)type;
    if (!decode_operand(decoder, first + 1, type, &op.b)) return false;
    if (values == 2 && !decode_operand(decoder, first + 2, type, &op.c)) return false;
    if (!is_reduction && !decode_destination(decoder, now->operands[0], type, &op.d)) return false;
    return decode_op(decoder, &op) != NULL;
}

/* --- what warps and blocks do together --------------------------------------------------- */

/* shfl.sync.down.b32 d|p, a, b, c, mask */
static bool shuffle(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_SHUFFLE);
    if (!words_take(words, "sync"))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    if (!take_kind(decoder, words, &op) || !decode_count(decoder, 5, 5)) return false;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    return decode_destination(decoder, copy, TYPE_B32, &op.d) &&
           (!bar || decode_destination(decoder, bar, TYPE_PRED, &op.more[1])) &&
           decode_operand(decoder, 1, TYPE_B32, &op.a) &&
           decode_operand(decoder, 2, TYPE_B32, &op.b) &&
           decode_operand(decoder, 3, TYPE_B32, &op.c) &&
           decode_operand(decoder, 4, TYPE_B32, &op.more[0]) && decode_op(decoder, &op);
}

/* vote.sync.ballot.b32 d, p, mask; more[0] is the mask in all of these */
static bool vote(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_VOTE);
    if (!words_take(words, "sync"))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    if (!take_kind(decoder, words, &op) || !decode_count(decoder, 3, 3)) return false;
    return decode_destination(decoder, now->operands[0],
                              op.kind == KIND_BALLOT ? TYPE_B32 : TYPE_PRED, &op.d) &&
           decode_operand(decoder, 1, TYPE_PRED, &op.a) &&
           decode_operand(decoder, 2, TYPE_B32, &op.more[0]) && decode_op(decoder, &op);
}

static bool match_or_reduce(Decoder *decoder, Words *words, PtxCode code) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(code);
    PtxType type = words_type(words);
    if (!words_take(words, "sync") || !take_kind(decoder, words, &op) ||
        !decode_count(decoder, 3, 3))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    op.type = (uint8_t)type;
    char *copy = ptx_copy(decoder->module, now->operands[0], strlen(now->operands[0]));
    char *bar = strchr(copy, '|');
    if (bar) *bar++ = 0;
    return decode_destination(decoder, copy, TYPE_B32, &op.d) &&
           (!bar || decode_destination(decoder, bar, TYPE_PRED, &op.more[1])) &&
           decode_operand(decoder, 1, type, &op.a) &&
           decode_operand(decoder, 2, TYPE_B32, &op.more[0]) && decode_op(decoder, &op);
}

/* bar.sync 0; bar.red.popc.u32 d, 0, p; bar.arrive 1, 64; bar.warp.sync mask */
static bool barrier(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_BARRIER);
    words_take(words, "aligned");
    words_take(words, "cta");
    if (words_take(words, "warp")) {
        op.code = OP_WARP_SYNC;
        return decode_count(decoder, 1, 1) && decode_operand(decoder, 0, TYPE_B32, &op.more[0]) &&
               decode_op(decoder, &op);
    }
    bool reduces = words_take(words, "red");
    op.kind = KIND_SYNC;
    if (words_take(words, "arrive"))
        return decode_fail(decoder, "instruction not supported", now->opcode);
    if (reduces && !take_kind(decoder, words, &op)) return false;
    int first = reduces ? 1 : 0, count = now->noperands - reduces;
    if (count < 1 + reduces || count > 2 + reduces)
        return decode_fail(decoder, "number of operands", now->opcode);
    if (!decode_operand(decoder, first, TYPE_U32, &op.a)) return false;
    if (count == 2 + reduces && !decode_operand(decoder, first + 1, TYPE_U32, &op.b)) return false;
    if (reduces && !decode_operand(decoder, now->noperands - 1, TYPE_PRED, &op.c)) return false;
    PtxType type = op.kind == KIND_POPC ? TYPE_U32 : TYPE_PRED;
    if (reduces && !decode_destination(decoder, now->operands[0], type, &op.d)) return false;
    return decode_op(decoder, &op) != NULL;
}

static bool simple(Decoder *decoder, PtxCode code) {
    PtxOp op = decode_blank(code);
    if (code == OP_ACTIVE_MASK &&
        !decode_destination(decoder, decoder->statement->operands[0], TYPE_B32, &op.d))
        return false;
    return decode_op(decoder, &op) != NULL;
}

/* --- control ----------------------------------------------------------------------------- */

static bool branch(Decoder *decoder, Words *words) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_BRANCH), *made;
    words_take(words, "uni");
    if (!decode_count(decoder, 1, 1) || !(made = decode_op(decoder, &op))) return false;
    decode_branch(decoder, made, now->operands[0]);
    return true;
}

static bool branch_table(Decoder *decoder) {
    const PtxStatement *now = decoder->statement;
    PtxOp op = decode_blank(OP_BRANCH_TABLE);
    if (!decode_count(decoder, 2, 2) || !decode_operand(decoder, 0, TYPE_U32, &op.a)) return false;
    const Label *table = decode_table(decoder, now->operands[1]);
    if (!table) return decode_fail(decoder, "unknown table", now->operands[1]);
    op.imm = table->place;
    return decode_op(decoder, &op) != NULL;
}

static bool leave(Decoder *decoder, bool is_exit) {
    PtxOp op = decode_blank(is_exit || !decoder->instance->caller ? OP_EXIT : OP_BRANCH), *made;
    if (!(made = decode_op(decoder, &op))) return false;
    if (op.code == OP_BRANCH) decode_branch(decoder, made, "");
    return true;
}

bool decode_instruction(Decoder *decoder) {
    static const char *const others[] = {
        "ld",    "ldu",        "st",   "atom",    "red",       "shfl",     "vote",      "match",
        "redux", "activemask", "bar",  "barrier", "membar",    "fence",    "bra",       "brx",
        "call",  "ret",        "exit", "trap",    "nanosleep", "prefetch", "prefetchu", NULL};
    Words words;
    int which = 0;
    words_split(&words, decoder->statement->opcode);
    while (others[which] && strcmp(others[which], words.word[0])) which++;
    if (!others[which]) return decode_arithmetic(decoder, &words);
    decode_mode(decoder, MODE_NEAREST);
    switch (which) {
    case 0:
    case 1: return load_or_store(decoder, &words, false);
    case 2: return load_or_store(decoder, &words, true);
    case 3: return atomic(decoder, &words, false);
    case 4: return atomic(decoder, &words, true);
    case 5: return shuffle(decoder, &words);
    case 6: return vote(decoder, &words);
    case 7: return match_or_reduce(decoder, &words, OP_MATCH);
    case 8: return match_or_reduce(decoder, &words, OP_REDUX);
    case 9: return simple(decoder, OP_ACTIVE_MASK);
    case 10:
    case 11: return barrier(decoder, &words);
    case 12:
    case 13: return simple(decoder, OP_FENCE);
    case 14: return branch(decoder, &words);
    case 15: return branch_table(decoder);
    case 16: return decode_call(decoder);
    case 17: return leave(decoder, false);
    case 18: return leave(decoder, true);
    case 19: return simple(decoder, OP_TRAP);
    default: return true; /* nanosleep, prefetch: hints */
    }
}
