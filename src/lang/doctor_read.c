/* The doctor's reading of a program: idioms that the tree shows (doctor.h).
 * Nothing is run and no type is known, so each rule looks for the form that is
 * written for arrays, and keeps silent where it could be about lists. */
#include <string.h>

#include "doctor.h"

typedef struct Loop {
    const Ast *ast; /* AST_FOR or AST_WHILE */
    struct Loop *outer;
} Loop;

/* What a name was assigned: a display (so it is no array), or a view of a base. */
typedef struct Known {
    const char *name, *base; /* interned; base NULL: a list or dict */
} Known;

typedef struct Doctor {
    ArrState *state;
    Findings *findings;
    Loop *loop;        /* around the node */
    Known *known;
    int64_t known_count, known_capacity;
    ArrStatus status;
} Doctor;

static void find(Doctor *d, DoctorRule rule, Span where) {
    if (!d->status) d->status = findings_add(d->state, d->findings, (Finding){.rule = (uint8_t)rule, .where = where});
}

/* --- what an expression is --------------------------------------------------- */

static bool is_word(const char *name, const char *const words[]) {
    for (int i = 0; words[i]; i++)
        if (strcmp(name, words[i]) == 0) return true;
    return false;
}

/* The last name of what is called: "sum" of np.sum(a), a.sum() and sum(a); or NULL. */
static const char *called(const Ast *ast) {
    if (!ast || ast->kind != AST_CALL) return NULL;
    const Ast *callee = ast->call.callee;
    if (callee->kind == AST_NAME) return callee->name.text.bytes;
    return callee->kind == AST_ATTRIBUTE ? callee->attribute.name.bytes : NULL;
}

static bool calls(const Ast *ast, const char *const words[]) {
    const char *name = called(ast);
    return name && is_word(name, words);
}

static bool is_numpy(const Ast *ast) {
    static const char *const names[] = {"np", "numpy", "cupynumeric", NULL};
    while (ast->kind == AST_ATTRIBUTE) ast = ast->attribute.object;
    return ast->kind == AST_NAME && is_word(ast->name.text.bytes, names);
}

/* The name whose memory an expression may look at: a of a, a[i], a.T, a.ravel(), np.ravel(a). */
static const char *base_name(const Ast *ast) {
    static const char *const views[] = {"ravel", "reshape", "transpose", "swapaxes", "moveaxis", "squeeze", "expand_dims", "asarray",
                                        "flip", "fliplr", "flipud", "rot90", "diagonal", "diag", "real", "imag", "broadcast_to", "split",
                                        "atleast_1d", "atleast_2d", NULL};
    for (;;) {
        switch ((AstKind)ast->kind) {
        case AST_NAME: return ast->name.text.bytes;
        case AST_SUBSCRIPT: ast = ast->a; break;
        case AST_ATTRIBUTE: ast = ast->attribute.object; break;
        case AST_CALL:
            if (ast->call.callee->kind == AST_ATTRIBUTE && !is_numpy(ast->call.callee)) {
                ast = ast->call.callee->attribute.object;
            } else {
                if (!calls(ast, views) || !ast->call.arguments->count) return NULL;
                ast = ast->call.arguments->items[0].value;
            }
            break;
        default: return NULL;
        }
    }
}

typedef bool (*Test)(const Ast *ast, const void *what);

typedef struct Search {
    Test test;
    const void *what;
    bool found;
} Search;

static void search_visit(void *user, const Ast *ast);

/* Some node of the tree passes the test; inner functions are not looked into. */
static bool contains(const Ast *ast, Test test, const void *what) {
    Search search = {test, what, false};
    if (ast) search_visit(&search, ast);
    return search.found;
}

static void search_visit(void *user, const Ast *ast) {
    Search *search = user;
    if (search->found) return;
    if (search->test(ast, search->what)) search->found = true;
    else if (ast->kind != AST_DEF && ast->kind != AST_LAMBDA) ast_children(ast, search_visit, search);
}

static bool is_name(const Ast *ast, const void *name) {
    return ast->kind == AST_NAME && ast->name.text.bytes == name;
}

static bool is_slice(const Ast *ast, const void *none) {
    (void)none;
    return ast->kind == AST_SLICE;
}

/* --- R101: element by element -------------------------------------------------- */

static bool is_list(const Doctor *d, const Ast *ast) {
    if (ast->kind != AST_NAME) return false;
    for (int64_t i = 0; i < d->known_count; i++)
        if (d->known[i].name == ast->name.text.bytes && !d->known[i].base) return true;
    return false;
}

/* a[i] or a[i, j], with the loop's variable in an index and no slice. */
static bool is_element(const Ast *ast, const void *variable) {
    return ast->kind == AST_SUBSCRIPT && contains(ast->b, is_name, variable) && !contains(ast->b, is_slice, NULL);
}

typedef struct ElementSearch {
    Doctor *doctor;
    const char *variable;
} ElementSearch;

/* An element is assigned from elements: x[i] = f(x[i]), y[i] += x[i]. */
static void look_for_elements(void *user, const Ast *ast) {
    ElementSearch *search = user;
    const Ast *target = NULL, *value = NULL;
    if (ast->kind == AST_ASSIGN && ast->assign.targets.count == 1) {
        target = ast->assign.targets.items[0];
        value = ast->assign.value;
    } else if (ast->kind == AST_AUGMENTED) {
        target = ast->a;
        value = ast->b;
    }
    if (target && is_element(target, search->variable) && !is_list(search->doctor, target->a) &&
        contains(value, is_element, search->variable) && !contains(value, is_slice, NULL))
        find(search->doctor, DOCTOR_R101, ast->span);
    if (ast->kind != AST_DEF) ast_children(ast, look_for_elements, search);
}

static void check_elements(Doctor *d, const Ast *loop) {
    static const char *const range[] = {"range", NULL};
    if (loop->kind != AST_FOR || loop->loop.target->kind != AST_NAME || !calls(loop->loop.iterable, range)) return;
    ElementSearch search = {d, loop->loop.target->name.text.bytes};
    look_for_elements(&search, loop->loop.body);
}

/* --- R105, R203, R204 ------------------------------------------------------------- */

static const char *const reductions[] = {"sum",  "mean", "max",  "min", "any", "all", "norm", "allclose", "array_equal", "std", "var", "prod",
                                         "amax", "amin", "dot", "vdot", "count_nonzero", "argmax", "argmin", NULL};
static const char *const joins[] = {"concatenate", "append", "hstack", "vstack", "stack", "column_stack", "dstack", "concat", NULL};
static const char *const searches[] = {"nonzero", "flatnonzero", "argwhere", NULL};
static const char *const conversions[] = {"item", "tolist", NULL};

static bool is_array_call(const Ast *ast, const void *words) {
    if (!calls(ast, words)) return false;
    const Ast *callee = ast->call.callee; /* max(1, 2) of Python is no array's */
    return callee->kind == AST_ATTRIBUTE || ast->call.arguments->count == 1;
}

static void check_condition(Doctor *d, const Ast *condition) {
    if (d->loop && contains(condition, is_array_call, reductions)) find(d, DOCTOR_R105, condition->span);
}

/* x = concatenate((x, ...)) in a loop. */
static void check_growth(Doctor *d, const Ast *ast) {
    const AstSeq *targets = &ast->assign.targets;
    if (!d->loop || targets->count != 1 || targets->items[0]->kind != AST_NAME || !calls(ast->assign.value, joins)) return;
    const Ast *callee = ast->assign.value->call.callee;
    bool list = callee->kind == AST_ATTRIBUTE && is_list(d, callee->attribute.object);
    if (!list && contains(ast->assign.value, is_name, targets->items[0]->name.text.bytes)) find(d, DOCTOR_R203, ast->span);
}

static void check_call(Doctor *d, const Ast *ast) {
    static const char *const vectorize[] = {"vectorize", NULL}, *const converters[] = {"float", "int", "bool", "complex", NULL};
    const AstArguments *arguments = ast->call.arguments;
    if (calls(ast, vectorize)) find(d, DOCTOR_R102, ast->span);
    if (d->loop && ast->call.callee->kind == AST_ATTRIBUTE && calls(ast, conversions)) find(d, DOCTOR_R104, ast->span);
    if (d->loop && ast->call.callee->kind == AST_NAME && calls(ast, converters) && arguments->count == 1 &&
        contains(arguments->items[0].value, is_array_call, reductions))
        find(d, DOCTOR_R104, ast->span);
    for (int32_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        const Ast *value = argument->value;
        if (argument->keyword.bytes && strcmp(argument->keyword.bytes, "dtype") == 0 && value->kind == AST_NAME &&
            strcmp(value->name.text.bytes, "object") == 0)
            find(d, DOCTOR_R107, value->span);
    }
}

/* --- A101: clocks -------------------------------------------------------------------- */

static bool reads_clock(const Ast *ast, const void *none) {
    static const char *const clocks[] = {"perf_counter", "perf_counter_ns", "monotonic", "process_time", NULL};
    (void)none;
    if (calls(ast, clocks)) return true;
    const char *name = called(ast); /* time.time(), but not legate's time() */
    if (!name || strcmp(name, "time") != 0 || ast->call.callee->kind != AST_ATTRIBUTE) return false;
    const Ast *module = ast->call.callee->attribute.object;
    return module->kind == AST_NAME && strcmp(module->name.text.bytes, "time") == 0;
}

static bool waits(const Ast *ast, const void *none) {
    static const char *const words[] = {"print", "float", "int", "bool", "complex", "str", "repr", "item", "tolist", "save", "assert_allclose", NULL};
    (void)none;
    return calls(ast, words) || ast->kind == AST_FSTRING;
}

/* What is worth timing: a call, or an operator. */
static bool works(const Ast *ast, const void *none) {
    (void)none;
    return (ast->kind == AST_CALL && !reads_clock(ast, NULL)) || ast->kind == AST_BINARY;
}

/* In one block: a clock, then work that nothing waits for, then a clock. */
static void check_clocks(Doctor *d, const Ast *block) {
    bool timing = false, pending = false;
    for (int32_t i = 0; i < block->list.count; i++) {
        const Ast *statement = block->list.items[i];
        bool clock = contains(statement, reads_clock, NULL);
        if (clock) {
            if (timing && pending) find(d, DOCTOR_A101, statement->span);
            timing = true;
            pending = false;
        } else if (contains(statement, waits, NULL)) {
            pending = false;
        } else if (statement->kind != AST_DEF && contains(statement, works, NULL)) {
            pending = true;
        }
    }
}

/* --- A102: the same in each round ------------------------------------------------------ */

/* Whether a statement of the loop may change what a name stands for. */
typedef struct Change {
    const Doctor *doctor;
    const char *name;
    bool in_place_only; /* the name is a view: what changes its base changes it */
} Change;

static bool is_numpy_call(const Doctor *d, const Ast *ast) {
    static const char *const others[] = {"random", "rand", "randn", "shuffle", "put", "copyto", "fill_diagonal", "place", "putmask",
                                         "zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like",
                                         "array", "arange", "copy", "print", "len", "range", "default_rng", "float", "int", "list", "tuple",
                                         "asarray", "str", "linspace", "dict", "enumerate", "zip", "sorted", "save", "load", NULL};
    const char *name = called(ast);
    if (!name || is_word(name, others)) return false;
    const Ast *callee = ast->call.callee;
    if (callee->kind == AST_ATTRIBUTE) { /* np.f(), np.linalg.f() */
        const Ast *module = callee->attribute.object;
        return is_numpy(module) &&
               (module->kind != AST_ATTRIBUTE || strcmp(module->attribute.name.bytes, "random") != 0);
    }
    return callee->name.place == NAME_GLOBAL && !globals_find(&d->state->globals, name, (int64_t)strlen(name)) &&
           names_find(&d->state->numpy, name, (int64_t)strlen(name)) != NULL;
}

static bool targets_name(const Ast *target, const Change *change) {
    if (target->kind == AST_STARRED) target = target->a;
    if (target->kind == AST_TUPLE || target->kind == AST_LIST) {
        for (int32_t i = 0; i < target->list.count; i++)
            if (targets_name(target->list.items[i], change)) return true;
        return false;
    }
    if (target->kind == AST_NAME) return !change->in_place_only && target->name.text.bytes == change->name;
    return base_name(target) == change->name;
}

/* Calls that are not NumPy's pure functions may write to their arguments, and methods to their object. */
static bool call_changes(const Ast *ast, const Change *change) {
    static const char *const pure[] = {"sum", "mean", "max", "min", "any", "all", "std", "var", "dot", "copy", "astype", "reshape", "ravel",
                                       "transpose", "argmax", "argmin", "cumsum", "prod", "item", "tolist", "flatten", "round", "conj",
                                       "clip", "repeat", "take", "nonzero", "items", "keys", "values", "get", "random", "normal",
                                       "uniform", "integers", "standard_normal", NULL};
    static const char *const builtins[] = {"print", "len", "float", "int", "abs", "sum", "max", "min", "range", "enumerate", "zip", "str", NULL};
    const Ast *callee = ast->call.callee;
    const AstArguments *arguments = ast->call.arguments;
    bool numpy = is_numpy_call(change->doctor, ast);
    for (int32_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        bool out = argument->keyword.bytes && strcmp(argument->keyword.bytes, "out") == 0;
        bool safe = numpy || calls(ast, pure) || (callee->kind == AST_NAME && calls(ast, builtins));
        if ((out || !safe) && base_name(argument->value) == change->name) return true;
    }
    return callee->kind == AST_ATTRIBUTE && !numpy && !calls(ast, pure) && base_name(callee->attribute.object) == change->name;
}

static bool changes(const Ast *ast, const void *what) {
    const Change *change = what;
    switch ((AstKind)ast->kind) {
    case AST_ASSIGN:
        for (int32_t i = 0; i < ast->assign.targets.count; i++)
            if (targets_name(ast->assign.targets.items[i], change)) return true;
        return false;
    case AST_AUGMENTED: return base_name(ast->a) == change->name;
    case AST_FOR: return targets_name(ast->loop.target, change);
    case AST_DELETE: return true;
    case AST_CALL: return call_changes(ast, change);
    case AST_DEF: return ast->function->name.text.bytes == change->name;
    default: return false;
    }
}

/* A name, or what it is a view of, changes in the loop. */
static bool may_change(Doctor *d, const Ast *loop, const char *name, int depth) {
    Change change = {d, name, depth > 0};
    if (contains(loop, changes, &change)) return true;
    for (int64_t i = 0; i < d->known_count && depth < 4; i++)
        if (d->known[i].name == name && d->known[i].base && may_change(d, loop, d->known[i].base, depth + 1)) return true;
    return false;
}

typedef struct Invariance {
    Doctor *doctor;
    const Ast *loop;
    int names;   /* variables met */
    bool varies;
} Invariance;

static void check_varies(void *user, const Ast *ast) {
    Invariance *v = user;
    if (v->varies) return;
    switch ((AstKind)ast->kind) {
    case AST_CALL:
        v->varies = !is_numpy_call(v->doctor, ast);
        for (int32_t i = 0; i < ast->call.arguments->count; i++) {
            const AstArgument *argument = &ast->call.arguments->items[i];
            if (argument->keyword.bytes && strcmp(argument->keyword.bytes, "out") == 0) v->varies = true;
            check_varies(v, argument->value);
        }
        return; /* the function's name is no variable */
    case AST_NAME: {
        const char *name = ast->name.text.bytes;
        v->names++;
        v->varies = may_change(v->doctor, v->loop, name, 0);
        return;
    }
    case AST_LAMBDA:
    case AST_GENERATOR:
    case AST_LIST_COMPREHENSION:
    case AST_DICT_COMPREHENSION:
    case AST_STARRED: v->varies = true; return;
    default: ast_children(ast, check_varies, v);
    }
}

/* A call of NumPy's, or a product of matrices, whose variables the innermost loop leaves alone. */
static bool is_invariant(Doctor *d, const Ast *ast) {
    bool product = ast->kind == AST_BINARY && ast->op == AST_OP_MATMUL;
    if (!product && (ast->kind != AST_CALL || !is_numpy_call(d, ast))) return false;
    Invariance v = {d, d->loop->ast, 0, false};
    check_varies(&v, ast);
    return !v.varies && v.names > 0;
}

/* --- the walk ------------------------------------------------------------------------- */

static void remember(Doctor *d, const Ast *target, const Ast *value) {
    if (target->kind != AST_NAME) return;
    bool display = value->kind == AST_LIST || value->kind == AST_DICT || value->kind == AST_LIST_COMPREHENSION ||
                   value->kind == AST_DICT_COMPREHENSION;
    static const char *const makers[] = {"list", "dict", NULL};
    display = display || (calls(value, makers) && value->call.callee->kind == AST_NAME) ||
              (value->kind == AST_BINARY && value->op == AST_OP_MULTIPLY && value->a->kind == AST_LIST);
    const char *base = display ? NULL : base_name(value);
    if (!display && !base) return;
    if (!heap_grow(&d->state->base.heap, &d->known, &d->known_capacity, d->known_count + 1, sizeof *d->known)) {
        d->status = ARR_MEMORY;
        return;
    }
    d->known[d->known_count++] = (Known){target->name.text.bytes, base};
}

static void collect(void *user, const Ast *ast) {
    Doctor *d = user;
    if (ast->kind == AST_ASSIGN)
        for (int32_t i = 0; i < ast->assign.targets.count; i++) remember(d, ast->assign.targets.items[i], ast->assign.value);
    ast_children(ast, collect, d);
}

static void visit(void *user, const Ast *ast);

static void visit_loop(Doctor *d, const Ast *ast) {
    Loop loop = {ast, d->loop};
    if (ast->kind == AST_FOR) visit(d, ast->loop.iterable);
    d->loop = &loop;
    if (ast->kind == AST_WHILE) {
        check_condition(d, ast->branch.condition);
        visit(d, ast->branch.condition);
    }
    visit(d, ast->kind == AST_FOR ? ast->loop.body : ast->branch.body);
    d->loop = loop.outer;
    const Ast *orelse = ast->kind == AST_FOR ? ast->loop.orelse : ast->branch.orelse;
    if (orelse) visit(d, orelse);
}

/* A function's body is not in the loop that its def stands in. */
static void visit_function(Doctor *d, const Ast *ast) {
    Loop *loop = d->loop;
    d->loop = NULL;
    ast_children(ast, visit, d);
    d->loop = loop;
}

static void visit(void *user, const Ast *ast) {
    Doctor *d = user;
    if (d->status) return;
    if (d->loop && is_invariant(d, ast)) {
        find(d, DOCTOR_A102, ast->span);
        return;
    }
    switch ((AstKind)ast->kind) {
    case AST_FOR:
    case AST_WHILE:
        check_elements(d, ast);
        visit_loop(d, ast);
        return;
    case AST_DEF:
    case AST_LAMBDA: visit_function(d, ast); return;
    case AST_IF: check_condition(d, ast->branch.condition); break;
    case AST_BLOCK: check_clocks(d, ast); break;
    case AST_ASSIGN: check_growth(d, ast); break;
    case AST_CALL: check_call(d, ast); break;
    case AST_SUBSCRIPT:
        if (calls(ast->b, searches)) find(d, DOCTOR_R204, ast->span);
        break;
    case AST_IMPORT:
    case AST_FROM_IMPORT:
        if (strncmp(ast->import.module.bytes, "mpi4py", 6) == 0) find(d, DOCTOR_R108, ast->span);
        break;
    default: break;
    }
    ast_children(ast, visit, d);
}

ArrStatus doctor_read(ArrState *state, const Program *program, Findings *findings) {
    Doctor d = {.state = state, .findings = findings};
    collect(&d, program->body);
    if (!d.status) visit(&d, program->body);
    heap_free(&state->base.heap, d.known, (size_t)d.known_capacity * sizeof *d.known);
    return d.status;
}
