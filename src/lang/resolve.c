/* Names to slots (see resolve.h).
 *
 * Every symbol heads a stack of bindings, the innermost function's on top, so
 * a use is resolved by looking at the top: the function's own binding, an
 * enclosing one's (then it is captured by all functions between, which get
 * bindings of their own), or none: global. A function's bindings are pushed
 * before its body is visited, since a name is local even before its first
 * assignment, and popped after it. That a local is a cell is known only when
 * the inner functions have been visited: uses point to their binding until the
 * function ends. `global x` binds x too: as what is found there, a global. A
 * comprehension is a function, whose first iterable belongs to the code around. */
#include "resolve.h"

typedef struct Binding Binding;
struct Binding {
    Scope *scope; /* whose name this is */
    AstSymbol *symbol;
    Binding *outer;    /* the symbol's binding in the function around */
    Binding *next;     /* of the same scope */
    Binding *captured; /* of a NAME_FREE: the enclosing function's binding */
    NamePlace place;   /* LOCAL, CELL or FREE; GLOBAL: declared so */
    bool used, stored; /* in the text so far */
    int32_t slot;
};

typedef struct Use Use;
struct Use {
    AstName *name;
    Binding *binding;
    Use *next;
};

struct Scope { /* one function being visited */
    Scope *enclosing;
    Binding *first, *last; /* in order of slots, locals and free ones mixed */
    Use *uses;             /* of locals */
    int32_t local_count, free_count;
};

typedef struct Resolver {
    AstBuilder *b;
    Globals *globals;
    Scope *scope;  /* NULL: outside of functions */
    int32_t loops; /* around the statement, in the same function */
    bool storing;  /* the node is a target */
} Resolver;

static void resolve_node(Resolver *r, Ast *node);

/* --- bindings ------------------------------------------------------------------ */

static Binding *push_binding(Resolver *r, Scope *scope, AstSymbol *symbol, NamePlace place) {
    Binding *binding = ast_alloc(r->b, sizeof *binding);
    if (!binding) return NULL;
    binding->scope = scope;
    binding->symbol = symbol;
    binding->place = place;
    if (place != NAME_GLOBAL)
        binding->slot = place == NAME_FREE ? scope->free_count++ : scope->local_count++;
    binding->outer = symbol->binding;
    symbol->binding = binding;
    if (scope->last) scope->last->next = binding;
    else scope->first = binding;
    scope->last = binding;
    return binding;
}

static void bind_local(Resolver *r, AstText name) {
    AstSymbol *symbol = ast_symbol(name);
    if (r->b->status || (symbol->binding && symbol->binding->scope == r->scope)) return;
    push_binding(r, r->scope, symbol, NAME_LOCAL);
}

static void bind_targets(Resolver *r, const Ast *target) {
    if (target->kind == AST_STARRED) target = target->a;
    if (target->kind == AST_NAME) bind_local(r, target->name.text);
    if (target->kind != AST_TUPLE && target->kind != AST_LIST) return;
    for (int32_t i = 0; i < target->list.count; i++) bind_targets(r, target->list.items[i]);
}

/* Binds all that the statement binds in its own function. */
static void bind_statement(Resolver *r, const Ast *node) {
    if (!node) return;
    switch ((AstKind)node->kind) {
    case AST_BLOCK:
        for (int32_t i = 0; i < node->list.count; i++) bind_statement(r, node->list.items[i]);
        break;
    case AST_ASSIGN:
        for (int32_t i = 0; i < node->assign.targets.count; i++)
            bind_targets(r, node->assign.targets.items[i]);
        break;
    case AST_DECLARE:
    case AST_AUGMENTED: bind_targets(r, node->a); break;
    case AST_DELETE:
        for (int32_t i = 0; i < node->list.count; i++) bind_targets(r, node->list.items[i]);
        break;
    case AST_TRY:
        bind_statement(r, node->attempt.body);
        for (int32_t i = 0; i < node->attempt.handlers.count; i++)
            bind_statement(r, node->attempt.handlers.items[i]);
        bind_statement(r, node->attempt.orelse);
        bind_statement(r, node->attempt.final);
        break;
    case AST_WITH:
    case AST_HANDLER:
        if (node->handler.name.text.bytes) bind_local(r, node->handler.name.text);
        bind_statement(r, node->handler.body);
        break;
    case AST_IF:
    case AST_WHILE:
        bind_statement(r, node->branch.body);
        bind_statement(r, node->branch.orelse);
        break;
    case AST_FOR:
        bind_targets(r, node->loop.target);
        bind_statement(r, node->loop.body);
        bind_statement(r, node->loop.orelse);
        break;
    case AST_DEF: bind_local(r, node->function->name.text); break;
    case AST_IMPORT:
    case AST_FROM_IMPORT: bind_local(r, node->import.target.text); break;
    default: break;
    }
}

/* --- uses ------------------------------------------------------------------------ */

/* Makes an enclosing function's binding visible in scope: scope and all
 * functions between capture it. */
static Binding *capture(Resolver *r, Scope *scope, Binding *binding) {
    Scope *path[AST_DEPTH_LIMIT];
    int32_t count = 0;
    for (; scope != binding->scope; scope = scope->enclosing) path[count++] = scope;
    if (binding->place == NAME_LOCAL) binding->place = NAME_CELL;
    while (count && binding) {
        Binding *inner = push_binding(r, path[--count], binding->symbol, NAME_FREE);
        if (inner) inner->captured = binding;
        binding = inner;
    }
    return binding;
}

static void resolve_global(Resolver *r, AstName *name) {
    AstSymbol *symbol = ast_symbol(name->text);
    if (symbol->global_slot < 0)
        symbol->global_slot = globals_slot(r->globals, name->text.bytes, name->text.length);
    if (symbol->global_slot < 0)
        r->b->status = error_memory(r->b->base, name->text.length, "a name");
    name->place = NAME_GLOBAL;
    name->slot = symbol->global_slot;
}

static void resolve_name(Resolver *r, AstName *name) {
    if (r->b->status) return;
    Binding *binding = ast_symbol(name->text)->binding;
    if (binding && binding->scope == r->scope) {
        if (r->storing) binding->stored = true;
        else binding->used = true;
    }
    if (!binding || binding->place == NAME_GLOBAL) {
        resolve_global(r, name);
        return;
    }
    if (binding->scope != r->scope) binding = capture(r, r->scope, binding);
    if (!binding) return;
    name->place = binding->place;
    name->slot = binding->slot;
    if (binding->place == NAME_FREE) return;
    Use *use = ast_alloc(r->b, sizeof *use); /* it may yet become a cell */
    if (!use) return;
    *use = (Use){name, binding, r->scope->uses};
    r->scope->uses = use;
}

/* --- global and nonlocal ----------------------------------------------------------- */

static void declare_global(Resolver *r, const Ast *name) {
    AstSymbol *symbol = ast_symbol(name->name.text);
    const Binding *own =
        symbol->binding && symbol->binding->scope == r->scope ? symbol->binding : NULL;
    if (own && own->place != NAME_GLOBAL)
        ast_fail(r->b, name->span,
                 own->place == NAME_FREE ? "name '%s' is nonlocal and global"
                                         : "name '%s' is parameter and global",
                 symbol->bytes);
    if (!own) push_binding(r, r->scope, symbol, NAME_GLOBAL);
}

static void declare_nonlocal(Resolver *r, const Ast *name) {
    AstSymbol *symbol = ast_symbol(name->name.text);
    Binding *binding = symbol->binding;
    bool own = binding && binding->scope == r->scope;
    if (own && binding->place == NAME_GLOBAL)
        ast_fail(r->b, name->span, "name '%s' is nonlocal and global", symbol->bytes);
    else if (own && binding->place != NAME_FREE)
        ast_fail(r->b, name->span, "name '%s' is parameter and nonlocal", symbol->bytes);
    else if (!binding || binding->place == NAME_GLOBAL)
        ast_fail(r->b, name->span, "no binding for nonlocal '%s' found", symbol->bytes);
    else if (!own) capture(r, r->scope, binding);
}

/* Declarations hold for the whole function, so they come before what it binds. */
static void declare(Resolver *r, const Ast *node) {
    if (!node || r->b->status) return;
    switch ((AstKind)node->kind) {
    case AST_BLOCK:
        for (int32_t i = 0; i < node->list.count; i++) declare(r, node->list.items[i]);
        break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        for (int32_t i = 0; i < node->list.count && !r->b->status; i++) {
            if (node->kind == AST_GLOBAL) declare_global(r, node->list.items[i]);
            else declare_nonlocal(r, node->list.items[i]);
        }
        break;
    case AST_IF:
    case AST_WHILE:
        declare(r, node->branch.body);
        declare(r, node->branch.orelse);
        break;
    case AST_FOR:
        declare(r, node->loop.body);
        declare(r, node->loop.orelse);
        break;
    case AST_WITH: declare(r, node->handler.body); break;
    case AST_TRY:
        declare(r, node->attempt.body);
        for (int32_t i = 0; i < node->attempt.handlers.count; i++)
            declare(r, node->attempt.handlers.items[i]->handler.body);
        declare(r, node->attempt.orelse);
        declare(r, node->attempt.final);
        break;
    default: break;
    }
}

/* The walk has come to a declaration: its names must be new to the text. */
static void check_declaration(Resolver *r, const Ast *node) {
    const char *word = node->kind == AST_GLOBAL ? "global" : "nonlocal";
    if (!r->scope && node->kind == AST_NONLOCAL)
        ast_fail(r->b, node->span, "nonlocal declaration not allowed at module level");
    for (int32_t i = 0; i < node->list.count && r->scope && !r->b->status; i++) {
        const Ast *name = node->list.items[i];
        const Binding *binding = ast_symbol(name->name.text)->binding;
        if (binding && (binding->used || binding->stored))
            ast_fail(r->b, name->span, "name '%s' is %s %s declaration", name->name.text.bytes,
                     binding->stored ? "assigned to before" : "used prior to", word);
    }
}

/* --- functions ------------------------------------------------------------------- */

static void bind_parameters(Resolver *r, const AstParameters *parameters) {
    for (int32_t i = 0; i < parameters->count; i++) bind_local(r, parameters->items[i].name.text);
}

static void resolve_parameters(Resolver *r, AstParameters *parameters) {
    for (int32_t i = 0; i < parameters->count; i++) resolve_name(r, &parameters->items[i].name);
}

static int32_t count_cells(const Scope *scope) {
    int32_t count = 0;
    for (const Binding *p = scope->first; p; p = p->next) count += p->place == NAME_CELL;
    return count;
}

static void fill_function(Resolver *r, const Scope *scope, AstFunction *function) {
    int32_t cell_count = count_cells(scope);
    AstText *names = ast_alloc(r->b, (size_t)scope->local_count * sizeof *names);
    function->cells = ast_alloc(r->b, (size_t)cell_count * sizeof *function->cells);
    function->captures = ast_alloc(r->b, (size_t)scope->free_count * sizeof *function->captures);
    if (r->b->status) return;
    for (const Binding *p = scope->first; p; p = p->next) {
        AstText text = {p->symbol->bytes, p->symbol->length};
        if (p->place == NAME_GLOBAL) continue;
        if (p->place == NAME_FREE) {
            function->captures[function->capture_count++] =
                (struct AstCapture){p->captured->place, p->captured->slot, text};
            continue;
        }
        names[p->slot] = text;
        if (p->place == NAME_CELL) function->cells[function->cell_count++] = p->slot;
    }
    function->local_names = names;
    function->local_count = scope->local_count;
}

static void pop_bindings(const Scope *scope) {
    for (const Binding *p = scope->first; p; p = p->next) p->symbol->binding = p->outer;
    for (const Use *use = scope->uses; use; use = use->next) use->name->place = use->binding->place;
}

/* Defaults belong to the enclosing function, the rest to the new one. */
static void resolve_function(Resolver *r, AstFunction *function) {
    AstParameters *parameters = function->parameters;
    for (int32_t i = 0; i < parameters->count; i++)
        resolve_node(r, parameters->items[i].default_value);
    Scope scope = {.enclosing = r->scope};
    int32_t loops = r->loops;
    r->scope = &scope;
    r->loops = 0;
    bind_parameters(r, parameters);
    declare(r, function->body);
    bind_statement(r, function->body);
    resolve_parameters(r, parameters);
    resolve_node(r, function->body);
    fill_function(r, &scope, function);
    pop_bindings(&scope);
    r->scope = scope.enclosing;
    r->loops = loops;
}

static void resolve_target(Resolver *r, Ast *target) {
    bool storing = r->storing;
    r->storing = target->kind != AST_SUBSCRIPT && target->kind != AST_ATTRIBUTE;
    resolve_node(r, target);
    r->storing = storing;
}

static void resolve_comprehension(Resolver *r, AstComprehension *c) {
    resolve_node(r, c->clauses[0].value);
    Scope scope = {.enclosing = r->scope};
    r->scope = &scope;
    for (int32_t i = 0; i < c->count; i++)
        if (c->clauses[i].target) bind_targets(r, c->clauses[i].target);
    for (int32_t i = 0; i < c->count; i++) {
        if (i) resolve_node(r, c->clauses[i].value);
        resolve_node(r, c->clauses[i].target);
    }
    resolve_node(r, c->element);
    resolve_node(r, c->value);
    fill_function(r, &scope, c->function);
    pop_bindings(&scope);
    r->scope = scope.enclosing;
}

/* --- the walk ---------------------------------------------------------------------- */

static void resolve_all(Resolver *r, const AstSeq *seq) {
    for (int32_t i = 0; i < seq->count && !r->b->status; i++) resolve_node(r, seq->items[i]);
}

static void resolve_call(Resolver *r, Ast *node) {
    const AstArguments *arguments = node->call.arguments;
    resolve_node(r, node->call.callee);
    for (int32_t i = 0; i < arguments->count; i++) resolve_node(r, arguments->items[i].value);
}

static void resolve_loop_body(Resolver *r, Ast *body) {
    r->loops++;
    resolve_node(r, body);
    r->loops--;
}

static void check_leave(Resolver *r, const Ast *node) {
    if (node->kind == AST_BREAK && !r->loops) ast_fail(r->b, node->span, "'break' outside loop");
    if (node->kind == AST_CONTINUE && !r->loops)
        ast_fail(r->b, node->span, "'continue' not properly in loop");
    if (node->kind == AST_RETURN && !r->scope)
        ast_fail(r->b, node->span, "'return' outside function");
}

/* false: node is an expression. */
static bool resolve_statement(Resolver *r, Ast *node) {
    switch ((AstKind)node->kind) {
    case AST_BLOCK: resolve_all(r, &node->list); return true;
    case AST_ASSIGN:
        resolve_node(r, node->assign.value);
        for (int32_t i = 0; i < node->assign.targets.count; i++)
            resolve_target(r, node->assign.targets.items[i]);
        return true;
    case AST_IF:
        resolve_node(r, node->branch.condition);
        resolve_node(r, node->branch.body);
        resolve_node(r, node->branch.orelse);
        return true;
    case AST_WHILE:
        resolve_node(r, node->branch.condition);
        resolve_loop_body(r, node->branch.body);
        resolve_node(r, node->branch.orelse);
        return true;
    case AST_FOR:
        resolve_node(r, node->loop.iterable);
        resolve_target(r, node->loop.target);
        resolve_loop_body(r, node->loop.body);
        resolve_node(r, node->loop.orelse);
        return true;
    case AST_TRY:
        resolve_node(r, node->attempt.body);
        resolve_all(r, &node->attempt.handlers);
        resolve_node(r, node->attempt.orelse);
        resolve_node(r, node->attempt.final);
        return true;
    case AST_WITH:
    case AST_HANDLER:
        resolve_node(r, node->handler.type);
        if (node->handler.name.text.bytes) resolve_name(r, &node->handler.name);
        resolve_node(r, node->handler.body);
        return true;
    case AST_GLOBAL:
    case AST_NONLOCAL: check_declaration(r, node); return true;
    case AST_DEF: resolve_name(r, &node->function->name); return false;
    case AST_RETURN:
    case AST_BREAK:
    case AST_CONTINUE: check_leave(r, node); return node->kind != AST_RETURN;
    case AST_IMPORT:
    case AST_FROM_IMPORT: resolve_name(r, &node->import.target); return true;
    default: return false;
    }
}

/* Visits node; nothing when it is NULL or something failed before. */
static void resolve_node(Resolver *r, Ast *node) {
    if (!node || r->b->status || resolve_statement(r, node)) return;
    switch ((AstKind)node->kind) {
    case AST_NAME: resolve_name(r, &node->name); break;
    case AST_TUPLE:
    case AST_LIST:
    case AST_DICT:
    case AST_FSTRING:
    case AST_DELETE: resolve_all(r, &node->list); break;
    case AST_GENERATOR:
    case AST_LIST_COMPREHENSION:
    case AST_DICT_COMPREHENSION: resolve_comprehension(r, node->comprehension); break;
    case AST_COMPARE:
        resolve_node(r, node->compare.first);
        resolve_all(r, &node->compare.rest);
        break;
    case AST_LAMBDA:
    case AST_DEF: resolve_function(r, node->function); break;
    case AST_CALL: resolve_call(r, node); break;
    case AST_ATTRIBUTE: resolve_node(r, node->attribute.object); break;
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING:
    case AST_NONE:
    case AST_TRUE:
    case AST_FALSE:
    case AST_ELLIPSIS:
    case AST_PASS: break;
    case AST_UNARY:
    case AST_NOT:
    case AST_STARRED:
    case AST_EXPRESSION:
    case AST_DECLARE:
    case AST_RETURN: resolve_node(r, node->a); break;
    default: /* .a .b .c */
        resolve_node(r, node->a);
        resolve_node(r, node->b);
        resolve_node(r, node->c);
    }
}

ArrStatus resolve_program(AstBuilder *b, Globals *globals) {
    Resolver r = {.b = b, .globals = globals};
    resolve_node(&r, b->body);
    return b->status;
}
