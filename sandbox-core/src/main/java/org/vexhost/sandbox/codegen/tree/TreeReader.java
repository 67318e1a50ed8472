package org.vexhost.sandbox.codegen.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.Vectors;
import org.vexhost.sandbox.binary.instruction.CatchClause;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.meter.Constants;

/**
 * Reads a validated function body into a tree of {@linkplain Node nodes}, without dead code.
 *
 * <p>This class is long because every control instruction changes the same open blocks and the same
 * height of the operand stack.
 */
public final class TreeReader {

    private final ModuleLayout source;

    /** The same module without vectors. */
    private final ModuleLayout layout;

    private final VectorReader vectors;
    private final Constants constants;
    private final List<OpenBlock> open = new ArrayList<>();
    private final TailsOfTries tails = new TailsOfTries();

    /** The number of locals beyond the guest's, all for exceptions. */
    private int added;

    private boolean catches;

    private int height;

    /** The loop around the body of a function that makes tail calls to itself. */
    private final Node repeat;

    private final int function;

    private TreeReader(
            ModuleLayout source,
            ModuleLayout layout,
            int function,
            VectorReader vectors,
            Constants constants) {
        this.source = source;
        this.function = function;
        this.vectors = vectors;
        this.repeat =
                Node.block(Op.LOOP, Node.NO_TYPES, layout.functionType(function).resultCodes(), 0);
        this.layout = layout;
        this.constants = constants;
    }

    /**
     * A function.
     *
     * @param root its body
     * @param added the number of locals beyond the guest's, which hold exceptions
     * @param catches whether it catches exceptions
     */
    public record Tree(Node root, int added, boolean catches) {}

    /**
     * Reads the body of a function.
     *
     * @param source the module
     * @param layout the same module without vectors
     * @param defined the index of the function among those that the module defines
     */
    public static Tree read(ModuleLayout source, ModuleLayout layout, int defined)
            throws InvalidModuleException {
        int function = source.importedFunctions() + defined;
        Body body = source.body(defined);
        var constants = new Constants(body.locals(), source.functionType(function).paramCount());
        var vectors = VectorReader.of(source, layout, defined);
        return new TreeReader(source, layout, function, vectors, constants)
                .read(body, layout.functionType(function));
    }

    private Tree read(Body body, FuncType type) throws InvalidModuleException {
        Node root = Node.block(Op.BLOCK, Node.NO_TYPES, type.resultCodes(), 0);
        open.add(OpenBlock.of(root));
        Instruction in = Instruction.of(layout.bytes(), body.code(), body.to());
        while (!open.isEmpty()) {
            in.next();
            step(in);
        }
        tails.place(root);
        if (body.repeats()) {
            repeat.body = root.body;
            repeat.after = repeat.results.length;
            root.body = new ArrayList<>(List.of(repeat));
        }
        return new Tree(root, added, catches);
    }

    private OpenBlock top() {
        return open.get(open.size() - 1);
    }

    private List<Node> list() {
        return top().list;
    }

    private void step(Instruction in) throws InvalidModuleException {
        int op = in.op();
        switch (op) {
            case Op.NOP -> {}
            case Op.BLOCK, Op.LOOP -> open(in);
            case Op.IF -> {
                height--;
                open(in);
            }
            case Op.TRY_TABLE -> {
                catches = true;
                tryTable(in);
            }
            case Op.TRY -> {
                catches = true;
                Node block = block(Op.BLOCK, in);
                constants.after(in);
                list().add(block);
                open.add(OpenBlock.older(block));
            }
            case Op.CATCH -> {
                int tag = (int) in.first();
                handler(in, tag, source.tagType(tag).paramCodes());
            }
            case Op.CATCH_ALL -> handler(in, CatchClause.ANY, Node.NO_TYPES);
            case Op.DELEGATE -> delegate(in);
            case Op.THROW, Op.THROW_REF -> leave(new Node(op, in.first(), 0), in);
            case Op.RETHROW -> {
                int at = open.size() - 1 - (int) in.first();
                int local = local(handlersBelow(at));
                open.get(at).keep(local);
                leave(new Node(op, local, 0), in);
            }
            case Op.ELSE -> {
                Node block = top().block;
                constants.after(in);
                block.otherwise = new ArrayList<>();
                top().list = block.otherwise;
                height = block.height + block.params.length;
                vectors.pushed(block.taken, block.height);
            }
            case Op.END -> end(in);
            case Op.BR, Op.BR_IF -> {
                Node node = new Node(op, 0, 0);
                node.targets = new Node[] {target(in.first())};
                if (op == Op.BR) {
                    leave(node, in);
                } else {
                    height--;
                    constants.after(in);
                    add(node);
                }
            }
            case Op.BR_TABLE -> {
                Node node = new Node(op, 0, 0);
                node.targets = new Node[(int) in.first() + 1];
                for (int i = 0; i < node.targets.length; i++) {
                    long depth = in.target();
                    constants.branch(depth);
                    node.targets[i] = target(depth);
                }
                height--;
                leave(node, in);
            }
            case Op.RETURN -> {
                Node node = new Node(op, 0, 0);
                node.targets = new Node[] {open.get(0).block};
                leave(node, in);
            }
            case Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT -> {
                leave(tailCall(in), in);
            }
            case Op.UNREACHABLE -> leave(new Node(op, 0, 0), in);
            default -> {
                long units = constants.top();
                constants.after(in);
                for (Node node : vectors.nodes(in, immediate(in), height)) {
                    node.units = units;
                    height += change(node);
                    add(node);
                }
                vectors.after(in, height);
            }
        }
    }

    private Node target(long depth) {
        return open.get(open.size() - 1 - (int) depth).block;
    }

    private Node tailCall(Instruction in) throws InvalidModuleException {
        int op = in.op();
        boolean isSelf = op == Op.RETURN_CALL && in.first() == function;
        Node node =
                isSelf
                        ? new Node(Node.REPEAT, vectors.localCount(), 0)
                        : new Node(op, in.first(), in.second());
        node.targets = new Node[] {isSelf ? repeat : open.get(0).block};
        if (isSelf || open.stream().noneMatch(OpenBlock::isCatching)) {
            return node;
        }
        boolean isDirect = op == Op.RETURN_CALL;
        int index = (int) in.first();
        FuncType called = isDirect ? layout.functionType(index) : layout.type(index);
        return tails.outside(node, called);
    }

    // Exceptions.

    private void tryTable(Instruction in) {
        Node block = block(Op.TRY_TABLE, in);
        List<CatchClause> clauses = in.catchClauses();
        List<Node.Catch> caught = new ArrayList<>();
        List<Node> targets = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (CatchClause clause : clauses) {
            constants.branch(clause.label());
            // Exceptions that an earlier clause catches never get to a later one.
            if (!known.contains(CatchClause.ANY) && known.add(clause.tag())) {
                caught.add(
                        new Node.Catch(clause.tag(), clause.withReference(), Node.Catch.NOT_KEPT));
                targets.add(target(clause.label()));
            }
        }
        block.catches = caught;
        block.targets = targets.toArray(Node[]::new);
        constants.after(in);
        list().add(block);
        open.add(OpenBlock.of(block));
    }

    private void handler(Instruction in, int tag, byte[] payload) {
        constants.after(in);
        OpenBlock block = top();
        byte[] lowered = Vectors.lower(payload);
        block.handler(tag, lowered, vectors.localCount());
        height = block.block.height + lowered.length;
        vectors.pushed(payload, block.block.height);
    }

    private void delegate(Instruction in) {
        constants.after(in);
        OpenBlock left = open.remove(open.size() - 1);
        int at = open.size() - 1 - (int) in.first();
        while (at > 0 && !open.get(at).isCatching()) {
            at--;
        }
        int local = local(0);
        left.delegate(open.get(at).skipped(), local);
        close(left);
    }

    /** Returns the number of open handlers up to an open block, itself included. */
    private int handlersBelow(int at) {
        int handlers = 1;
        for (OpenBlock block : open.subList(0, at)) {
            handlers += block.isHandling() ? 1 : 0;
        }
        return handlers;
    }

    /** Returns a local for exceptions; the first one is for exceptions that skip blocks. */
    private int local(int index) {
        added = Math.max(added, index + 1);
        return vectors.localCount() + index;
    }

    private void add(Node node) {
        node.after = height;
        list().add(node);
    }

    /**
     * Adds an instruction after which control never continues, and skips the dead code that
     * follows.
     */
    private void leave(Node node, Instruction in) throws InvalidModuleException {
        node.after = -1;
        list().add(node);
        constants.after(in);
        int nesting = 0;
        while (true) {
            in.next();
            switch (in.op()) {
                case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY, Op.TRY_TABLE -> nesting++;
                case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> {
                    if (nesting == 0) {
                        step(in);
                        return;
                    }
                }
                case Op.END, Op.DELEGATE -> {
                    if (nesting == 0) {
                        step(in);
                        return;
                    }
                    nesting--;
                }
                case Op.BR_TABLE -> {
                    for (long i = in.first(); i >= 0; i--) {
                        in.target();
                    }
                }
                default -> {}
            }
        }
    }

    private void open(Instruction in) {
        Node block = block(in.op(), in);
        constants.after(in);
        list().add(block);
        open.add(OpenBlock.of(block));
    }

    private Node block(int op, Instruction in) {
        byte[] params = Node.NO_TYPES;
        byte[] results = Node.NO_TYPES;
        if (in.hasTypeIndex()) {
            FuncType type = source.type((int) in.first());
            params = type.paramCodes();
            results = type.resultCodes();
        } else if (in.first() != Instruction.EMPTY_BLOCK) {
            results = new byte[] {(byte) in.first()};
        }
        byte[] lowered = Vectors.lower(params);
        Node block = Node.block(op, lowered, Vectors.lower(results), height - lowered.length);
        block.taken = params;
        block.given = results;
        return block;
    }

    private void end(Instruction in) {
        constants.after(in);
        close(open.remove(open.size() - 1));
    }

    private void close(OpenBlock closed) {
        closed.end(vectors.localCount());
        Node block = closed.block;
        height = block.height + block.results.length;
        block.after = height;
        vectors.pushed(block.given, block.height);
    }

    private long immediate(Instruction in) {
        int bytes = in.op() == Op.F32_CONST ? 4 : in.op() == Op.F64_CONST ? 8 : 0;
        if (bytes == 0) {
            return in.first();
        }
        long bits = 0;
        for (int i = bytes; i > 0; i--) {
            bits = bits << 8 | (layout.bytes()[in.start() + i] & 0xFF);
        }
        return bits;
    }

    /** Returns the change in the number of operands by an instruction. */
    private int change(Node node) {
        int op = node.op;
        if (VectorOp.is(op)) {
            return Vectors.lower(Op.gives(op)).length - Vectors.lower(Op.takes(op)).length;
        }
        if (Op.isFixed(op)) {
            return Op.gives(op).length() - Op.takes(op).length();
        }
        return switch (op) {
            case Op.CALL -> change(layout.functionType((int) node.first));
            case Op.CALL_INDIRECT -> change(layout.type((int) node.first)) - 1;
            case Op.SELECT, Op.SELECT_TYPED, Op.TABLE_SET -> -2;
            case Op.DROP, Op.LOCAL_SET, Op.GLOBAL_SET, Op.TABLE_GROW -> -1;
            case Op.LOCAL_GET, Op.GLOBAL_GET, Op.REF_NULL, Op.REF_FUNC, Op.TABLE_SIZE -> 1;
            case Node.SELECT_VECTOR -> -3;
            case Op.TABLE_FILL, Op.TABLE_COPY, Op.TABLE_INIT -> -3;
            default -> 0;
        };
    }

    private static int change(FuncType type) {
        return type.resultCount() - type.paramCount();
    }
}
