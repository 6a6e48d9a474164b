/* From a function's statements to ops: scopes and names, registers and constants, labels, calls.
 * Calls are inlined with names and labels of their own; parameters between functions are the
 * thread's local memory. */
#include "decode.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANE_BYTES = 4 * PTX_LANES, MAX_CALLS = 32 };

bool decode_fail(Decoder *decoder, const char *what, const char *which) {
    return ptx_fail(decoder->module, decoder->statement ? decoder->statement->line : 0, "%s: %s",
                    what, which);
}

bool decode_wide(PtxType type) {
    return ptx_type_size(type) == 8;
}

void *decode_grow(Decoder *decoder, void *list, size_t count, size_t *room, size_t size) {
    if (count < *room) return list;
    *room = *room ? *room * 2 : 16;
    void *more = ptx_allocate(decoder->module, *room * size);
    if (count) memcpy(more, list, count * size);
    return more;
}

PtxOp *decode_emit(Decoder *decoder, PtxCode code) {
    PtxKernel *kernel = decoder->kernel;
    size_t room = decoder->ops_room;
    kernel->ops = decode_grow(decoder, kernel->ops, kernel->nops, &room, sizeof *kernel->ops);
    decoder->ops_room = (uint32_t)room;
    PtxOp *op = &kernel->ops[kernel->nops++];
    *op = (PtxOp){.code = (uint16_t)code, .guard = -1, .d = -1, .a = -1, .b = -1, .c = -1};
    op->more[0] = op->more[1] = op->more[2] = -1;
    op->line = decoder->statement ? decoder->statement->line : 0;
    return op;
}

/* The rounding is nearest wherever threads can come from elsewhere. */
void decode_mode(Decoder *decoder, int64_t mode) {
    if (decoder->mode == mode) return;
    decode_emit(decoder, OP_MODE)->imm = mode;
    decoder->mode = mode;
}

/* --- registers and constants ------------------------------------------------------------- */

static int32_t take_lanes(Decoder *decoder, size_t bytes) {
    int32_t offset = (int32_t)decoder->kernel->file_size;
    decoder->kernel->file_size += bytes;
    return offset;
}

static int32_t register_bytes(PtxType type) {
    return type == TYPE_PRED ? 4 : decode_wide(type) ? 2 * LANE_BYTES : LANE_BYTES;
}

int32_t decode_register(Decoder *decoder, PtxType type) {
    if (type != TYPE_PRED) return take_lanes(decoder, (size_t)register_bytes(type));
    if (decoder->predicate_next == decoder->predicate_end) {
        decoder->predicate_next = take_lanes(decoder, LANE_BYTES);
        decoder->predicate_end = decoder->predicate_next + LANE_BYTES;
    }
    decoder->predicate_next += 4;
    return decoder->predicate_next - 4;
}

int32_t decode_constant(Decoder *decoder, uint64_t value, bool wide) {
    PtxKernel *kernel = decoder->kernel;
    if (!wide) value = (uint32_t)value;
    for (size_t i = 0; i < kernel->nconstants; i++)
        if (kernel->constants[i].value == value && kernel->constants[i].wide == wide)
            return kernel->constants[i].offset;
    kernel->constants = decode_grow(decoder, kernel->constants, kernel->nconstants,
                                    &decoder->constants_room, sizeof *kernel->constants);
    int32_t offset = take_lanes(decoder, wide ? 2 * LANE_BYTES : LANE_BYTES);
    kernel->constants[kernel->nconstants++] = (PtxConstant){offset, wide, value};
    return offset;
}

int32_t decode_special(Decoder *decoder, const char *text) {
    static const char *const names[SPECIALS] = {"tid.x",
                                                "tid.y",
                                                "tid.z",
                                                "ctaid.x",
                                                "ctaid.y",
                                                "ctaid.z",
                                                "ntid.x",
                                                "ntid.y",
                                                "ntid.z",
                                                "nctaid.x",
                                                "nctaid.y",
                                                "nctaid.z",
                                                "laneid",
                                                "warpid",
                                                "nwarpid",
                                                "smid",
                                                "nsmid",
                                                "lanemask_eq",
                                                "lanemask_le",
                                                "lanemask_lt",
                                                "lanemask_ge",
                                                "lanemask_gt",
                                                "dynamic_smem_size",
                                                "total_smem_size"};
    for (int i = 0; i < SPECIALS; i++) {
        if (strcmp(text + 1, names[i])) continue;
        int32_t *offset = &decoder->kernel->special[i];
        if (*offset < 0) *offset = decode_register(decoder, TYPE_U32);
        return *offset;
    }
    return -1;
}

/* --- names ------------------------------------------------------------------------------- */

static Name *add_name(Decoder *decoder, const char *text, size_t length) {
    decoder->names = decode_grow(decoder, decoder->names, decoder->nnames, &decoder->names_room,
                                 sizeof *decoder->names);
    Name *name = &decoder->names[decoder->nnames++];
    *name = (Name){.text = text, .length = length};
    return name;
}

/* %r12 is the register of that name, or number 12 of "%r<45>"; the innermost scope first. */
bool decode_find(const Decoder *decoder, const char *text, Value *value) {
    size_t length = strlen(text), prefix = length;
    while (prefix && isdigit((unsigned char)text[prefix - 1])) prefix--;
    for (size_t i = decoder->nnames; i-- > decoder->instance->first_name;) {
        const Name *name = &decoder->names[i];
        if (name->kind == NAME_MEMORY || name->length > length || name->length < prefix ||
            memcmp(name->text, text, name->length))
            continue;
        *value = (Value){(int32_t)name->offset, name->type};
        if (name->kind == NAME_REGISTER && name->length == length) return true;
        if (name->kind == NAME_REGISTER || name->length == length) continue;
        unsigned long number = strtoul(text + name->length, NULL, 10);
        if (number >= name->count) continue;
        value->offset += (int32_t)number * register_bytes(name->type);
        return true;
    }
    return false;
}

static size_t align_up(size_t size, size_t align) {
    return (size + align - 1) / align * align;
}

/* A static variable's place in the block's shared memory. */
static int64_t place_shared(Decoder *decoder, size_t size, size_t align) {
    PtxKernel *kernel = decoder->kernel;
    if (size == 0) return kernel->dynamic_shared = true, (int64_t)SHARED_DYNAMIC;
    size_t offset = align_up(kernel->shared_size, align < 16 ? 16 : align);
    kernel->shared_size = offset + size + SHARED_GAP;
    kernel->shared_ranges = decode_grow(decoder, kernel->shared_ranges, kernel->nshared,
                                        &decoder->ranges_room, 2 * sizeof(uint32_t));
    kernel->shared_ranges[2 * kernel->nshared] = (uint32_t)offset;
    kernel->shared_ranges[2 * kernel->nshared++ + 1] = (uint32_t)size;
    return (int64_t)offset;
}

/* What stands for the module or was declared in a body that is inlined once more. */
static Name *placed(Decoder *decoder, const void *declaration) {
    for (size_t i = 0; i < decoder->nplaced; i++)
        if (decoder->placed[i].declaration == declaration) return decoder->placed[i].name;
    decoder->placed = decode_grow(decoder, decoder->placed, decoder->nplaced, &decoder->placed_room,
                                  sizeof *decoder->placed);
    Name *name = ptx_allocate(decoder->module, sizeof *name);
    decoder->placed[decoder->nplaced++] = (Placed){declaration, name};
    return name;
}

static const Name *module_memory(Decoder *decoder, const char *text, size_t length) {
    for (PtxVariable *variable = decoder->module->variables; variable; variable = variable->next) {
        if (strlen(variable->name) != length || memcmp(variable->name, text, length)) continue;
        Name *name = placed(decoder, variable);
        if (name->text) return name;
        int64_t offset = (int64_t)variable->address;
        if (variable->space == SPACE_SHARED)
            offset = place_shared(decoder, variable->size, variable->align);
        *name = (Name){.text = variable->name,
                       .length = length,
                       .kind = NAME_MEMORY,
                       .space = variable->space,
                       .offset = offset,
                       .size = variable->size};
        return name;
    }
    return NULL;
}

const Name *decode_memory(Decoder *decoder, const char *text, size_t length) {
    for (size_t i = decoder->nnames; i-- > decoder->instance->first_name;) {
        const Name *name = &decoder->names[i];
        if (name->kind == NAME_MEMORY && name->length == length &&
            !memcmp(name->text, text, length))
            return name;
    }
    return module_memory(decoder, text, length);
}

/* --- declarations in a body -------------------------------------------------------------- */

/* ".reg .b32 %r<45>" or ".reg .f64 a, b". */
static bool declare_registers(Decoder *decoder, const char *text) {
    char word[16] = "";
    text += strspn(text, " \t\r\n");
    size_t length = strcspn(text, " \t\r\n");
    if (*text != '.' || length > sizeof word) return decode_fail(decoder, "not a register", text);
    memcpy(word, text + 1, length - 1);
    PtxType type = ptx_type(word);
    if (!type || type == TYPE_B128) return decode_fail(decoder, "registers not supported", word);
    for (text += length; *text;) {
        text += strspn(text, ", \t\r\n");
        length = strcspn(text, "<, \t\r\n");
        if (!length) break;
        Name *name = add_name(decoder, text, length);
        name->type = type;
        text += length;
        if (*text != '<') {
            name->kind = NAME_REGISTER;
            name->offset = decode_register(decoder, type);
            continue;
        }
        name->kind = NAME_REGISTERS;
        name->count = (uint32_t)strtoul(text + 1, NULL, 10);
        name->offset =
            take_lanes(decoder, align_up(name->count * (size_t)register_bytes(type), 64));
        text += strcspn(text, ">") + 1;
    }
    return true;
}

static bool declare_table(Decoder *decoder, const char *text) {
    Instance *instance = decoder->instance;
    PtxKernel *kernel = decoder->kernel;
    if (!instance->nlabels) return decode_fail(decoder, "a table without a name", text);
    instance->tables = decode_grow(decoder, instance->tables, instance->ntables,
                                   &instance->tables_room, sizeof *instance->tables);
    uint32_t start = kernel->ntables;
    instance->tables[instance->ntables++] =
        (Label){instance->labels[instance->nlabels - 1].name, start};
    enum { MOST = 4096 };
    if (!kernel->tables) kernel->tables = ptx_allocate(decoder->module, MOST * sizeof(uint32_t));
    kernel->ntables++;
    for (;;) {
        text += strspn(text, ", \t\r\n");
        size_t length = strcspn(text, ", \t\r\n");
        if (!length) break;
        if (kernel->ntables == MOST) return decode_fail(decoder, "too many branch targets", text);
        instance->fixups = decode_grow(decoder, instance->fixups, instance->nfixups,
                                       &instance->fixups_room, sizeof *instance->fixups);
        instance->fixups[instance->nfixups++] =
            (Fixup){ptx_copy(decoder->module, text, length), &kernel->tables[kernel->ntables++], 0,
                    decoder->statement->line};
        kernel->tables[start]++;
        text += length;
    }
    return true;
}

static bool declare(Decoder *decoder, const char *text) {
    if (!strncmp(text, ".reg", 4)) return declare_registers(decoder, text + 4);
    if (!strncmp(text, ".pragma", 7)) return true;
    if (!strncmp(text, ".branchtargets", 14)) return declare_table(decoder, text + 14);
    PtxVariable variable = {0};
    if (!ptx_declaration(decoder->module, decoder->statement->line, text, &variable)) return false;
    PtxKernel *kernel = decoder->kernel;
    Name *name = add_name(decoder, variable.name, strlen(variable.name));
    name->kind = NAME_MEMORY;
    name->size = variable.size;
    if (variable.space == SPACE_SHARED) {
        Name *once = placed(decoder, decoder->statement);
        if (!once->text) once->offset = place_shared(decoder, variable.size, variable.align);
        once->text = name->text;
        name->space = SPACE_SHARED;
        name->offset = once->offset;
    } else if (variable.space == SPACE_LOCAL || variable.space == SPACE_PARAM) {
        name->space = SPACE_LOCAL;
        kernel->local_size =
            align_up(kernel->local_size, variable.align < 16 ? 16 : variable.align);
        name->offset = (int64_t)kernel->local_size;
        kernel->local_size += variable.size;
    } else {
        return decode_fail(decoder, "declaration not supported", text);
    }
    return true;
}

/* --- labels, branches, calls ------------------------------------------------------------- */

void decode_branch(Decoder *decoder, PtxOp *op, const char *label) {
    Instance *instance = decoder->instance;
    instance->fixups = decode_grow(decoder, instance->fixups, instance->nfixups,
                                   &instance->fixups_room, sizeof *instance->fixups);
    instance->fixups[instance->nfixups++] =
        (Fixup){label, NULL, (uint32_t)(op - decoder->kernel->ops), op->line};
}

const Label *decode_table(const Decoder *decoder, const char *name) {
    for (size_t i = 0; i < decoder->instance->ntables; i++)
        if (!strcmp(decoder->instance->tables[i].name, name)) return &decoder->instance->tables[i];
    return NULL;
}

static void add_label(Decoder *decoder, const char *name) {
    Instance *instance = decoder->instance;
    decode_mode(decoder, MODE_NEAREST);
    instance->labels = decode_grow(decoder, instance->labels, instance->nlabels,
                                   &instance->labels_room, sizeof *instance->labels);
    instance->labels[instance->nlabels++] = (Label){name, decoder->kernel->nops};
}

/* `return` of a body that is inlined goes to its end: the label without a name. */
static bool resolve_labels(Decoder *decoder, Instance *instance) {
    for (size_t i = 0; i < instance->nfixups; i++) {
        const Fixup *fixup = &instance->fixups[i];
        const Label *label = NULL;
        for (size_t j = 0; j < instance->nlabels && !label; j++)
            if (!strcmp(instance->labels[j].name, fixup->name)) label = &instance->labels[j];
        if (!label)
            return ptx_fail(decoder->module, fixup->line, "label %s is not there", fixup->name);
        *(fixup->target ? fixup->target : &decoder->kernel->ops[fixup->op].target) = label->place;
    }
    return true;
}

static bool statement(Decoder *decoder) {
    const PtxStatement *now = decoder->statement;
    switch (now->kind) {
    case STATEMENT_LABEL: return add_label(decoder, now->opcode), true;
    case STATEMENT_OPEN:
        if (decoder->nscopes == 64) return decode_fail(decoder, "too deep", "{");
        decoder->scopes[decoder->nscopes++] = decoder->nnames;
        return true;
    case STATEMENT_CLOSE:
        if (decoder->nscopes == 0) return decode_fail(decoder, "unbalanced", "}");
        decoder->nnames = decoder->scopes[--decoder->nscopes];
        return true;
    case STATEMENT_DECLARE: return declare(decoder, now->opcode);
    default: return decode_instruction(decoder);
    }
}

static bool decode_body(Decoder *decoder, Instance *instance) {
    instance->caller = decoder->instance;
    instance->depth = instance->caller ? instance->caller->depth + 1 : 0;
    if (instance->depth > MAX_CALLS)
        return decode_fail(decoder, "recursion is not supported", instance->function->name);
    const PtxStatement *caller = decoder->statement;
    decoder->instance = instance;
    for (size_t i = 0; i < instance->function->nstatements; i++) {
        decoder->statement = &instance->function->statements[i];
        if (!statement(decoder)) return false;
    }
    add_label(decoder, "");
    decoder->instance = instance->caller;
    decoder->statement = caller;
    return resolve_labels(decoder, instance);
}

/* Splits "(a, b)" in place of a copy; the count. */
static int split_list(Decoder *decoder, const char *text, char **parts, int most) {
    char *copy = ptx_copy(decoder->module, text, strlen(text));
    int count = 0;
    for (char *save = NULL, *part = strtok_r(copy, "(), \t\r\n", &save); part;
         part = strtok_r(NULL, "(), \t\r\n", &save))
        if (count < most) parts[count++] = part;
    return count;
}

static bool bind(Decoder *decoder, const char *list, const PtxParameter *formals, int nformals) {
    char *actuals[256];
    if (split_list(decoder, list, actuals, 256) != nformals)
        return decode_fail(decoder, "call with another number of parameters", list);
    for (int i = 0; i < nformals; i++) {
        const Name *actual = decode_memory(decoder, actuals[i], strlen(actuals[i]));
        if (!actual || actual->space != SPACE_LOCAL)
            return decode_fail(decoder, "not a parameter", actuals[i]);
        Name copy = *actual;
        Name *formal = add_name(decoder, formals[i].name, strlen(formals[i].name));
        copy.text = formal->text;
        copy.length = formal->length;
        *formal = copy;
    }
    return true;
}

/* call.uni (results), function, (parameters) */
bool decode_call(Decoder *decoder) {
    const PtxStatement *now = decoder->statement;
    int at = now->noperands && now->operands[0][0] == '(';
    const char *results = at ? now->operands[0] : "";
    if (at >= now->noperands) return decode_fail(decoder, "a call of nothing", now->opcode);
    const char *name = now->operands[at++],
               *parameters = at < now->noperands ? now->operands[at] : "";
    const PtxFunction *function = decoder->module->functions;
    while (function && strcmp(function->name, name)) function = function->next;
    if (!function || !function->has_body)
        return decode_fail(decoder, "call of a function that has no body here", name);
    PtxOp *skip = NULL;
    uint32_t skip_at = decoder->kernel->nops;
    if (now->guard) {
        skip = decode_emit(decoder, OP_BRANCH);
        if (!decode_predicate(decoder, now->guard, &skip->guard)) return false;
        skip->guard_not = !now->guard_not;
    }
    size_t names = decoder->nnames;
    int scopes = decoder->nscopes;
    /* Both lists are the caller's names; the body sees what is bound, no more. */
    if (!bind(decoder, results, function->results, function->nresults) ||
        !bind(decoder, parameters, function->parameters, function->nparameters))
        return false;
    Instance *instance = ptx_allocate(decoder->module, sizeof *instance);
    instance->function = function;
    instance->first_name = names;
    if (!decode_body(decoder, instance)) return false;
    decoder->nnames = names;
    decoder->nscopes = scopes;
    if (skip) decoder->kernel->ops[skip_at].target = decoder->kernel->nops;
    return true;
}

/* --- a kernel ---------------------------------------------------------------------------- */

static void name_parameters(Decoder *decoder, const PtxFunction *function) {
    for (int i = 0; i < function->nparameters; i++) {
        const PtxParameter *parameter = &function->parameters[i];
        Name *name = add_name(decoder, parameter->name, strlen(parameter->name));
        name->kind = NAME_MEMORY;
        name->space = SPACE_PARAM;
        name->offset = (int64_t)parameter->offset;
        name->size = parameter->size;
        decoder->kernel->param_size = parameter->offset + parameter->size;
    }
}

PtxKernel *ptx_decode(PtxModule *module, const PtxFunction *function) {
    PtxKernel *kernel = ptx_allocate(module, sizeof *kernel);
    kernel->module = module;
    kernel->function = function;
    for (int i = 0; i < SPECIALS; i++) kernel->special[i] = -1;
    Decoder decoder = {.module = module, .kernel = kernel};
    name_parameters(&decoder, function);
    Instance *instance = ptx_allocate(module, sizeof *instance);
    instance->function = function;
    if (!decode_body(&decoder, instance)) return NULL;
    decode_emit(&decoder, OP_EXIT);
    kernel->file_size = align_up(kernel->file_size, 64);
    kernel->local_size = align_up(kernel->local_size, 16);
    return kernel;
}
