package org.vexhost.sandbox.compile;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Checks a generated class before the JVM loads it: it may refer only to other classes of its
 * module and to {@linkplain ListedReferences listed} classes and members. The constant pool
 * contains all references (JVMS 4.4), so the code itself need not be read.
 */
final class ReferenceCheck {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int POOL = 10;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;

    private final byte[] file;
    private final Set<String> own;

    /** The offsets of the constants. */
    private final int[] entries;

    /** Whether a constant is the name of a class of the module. */
    private final boolean[] isOwn;

    /** The end of the constant pool. */
    private final int end;

    private ReferenceCheck(byte[] file, Set<String> own) {
        this.file = file;
        this.own = own;
        if (((unsigned(0) << Short.SIZE) | unsigned(Short.BYTES)) != MAGIC) {
            throw new ClassFormatError("generated class has no magic number");
        }
        entries = new int[unsigned(POOL - Short.BYTES)];
        isOwn = new boolean[entries.length];
        int at = POOL;
        for (int i = 1; i < entries.length; i++) {
            entries[i] = at;
            int tag = file[at];
            at += length(tag, at);
            if (tag == LONG || tag == DOUBLE) {
                i++; // These constants take two entries.
            }
        }
        end = at;
    }

    /**
     * Checks a class.
     *
     * @param file the class file
     * @param own the names of the module's classes
     * @throws LinkageError if the class refers to something that is not listed, or is not a class
     *     file
     */
    static void require(byte[] file, Set<String> own) {
        try {
            new ReferenceCheck(file, own).require();
        } catch (IndexOutOfBoundsException e) {
            ClassFormatError error = new ClassFormatError("generated class is damaged");
            error.initCause(e);
            throw error;
        }
    }

    private void require() {
        for (int i = 1; i < entries.length; i++) {
            if (entries[i] != 0 && file[entries[i]] == CLASS) {
                requireClass(i);
            }
        }
        for (int i = 1; i < entries.length; i++) {
            int at = entries[i];
            if (at != 0 && file[at] >= FIELD && file[at] <= INTERFACE_METHOD) {
                requireMember(at);
            }
        }
        String parent = className(unsigned(end + 2 * Short.BYTES));
        if (!parent.equals("java/lang/Object")) {
            throw unlisted("parent", parent);
        }
    }

    private void requireClass(int index) {
        String name = className(index);
        isOwn[index] = own.contains(name.replace('/', '.'));
        if (!isOwn[index] && !ListedReferences.hasClass(name)) {
            throw unlisted("class", name);
        }
    }

    private void requireMember(int at) {
        int owner = unsigned(at + 1);
        if (!isOwn[owner]) {
            int both = entry(unsigned(at + 1 + Short.BYTES), NAME_AND_TYPE);
            String member =
                    className(owner)
                            + "."
                            + text(unsigned(both + 1))
                            + text(unsigned(both + 1 + Short.BYTES));
            if (!ListedReferences.hasMember(member)) {
                throw unlisted("member", member);
            }
        }
    }

    private static VerifyError unlisted(String what, String name) {
        return new VerifyError("generated class refers to %s '%s'".formatted(what, name));
    }

    /**
     * Returns the length of an entry. Method handles and dynamically bound constants are never
     * generated.
     */
    private int length(int tag, int at) {
        return switch (tag) {
            case UTF8 -> 1 + Short.BYTES + unsigned(at + 1);
            case 3, 4, FIELD, 10, INTERFACE_METHOD, NAME_AND_TYPE -> 1 + Integer.BYTES;
            case LONG, DOUBLE -> 1 + Long.BYTES;
            case CLASS, 8 -> 1 + Short.BYTES;
            default -> throw new VerifyError("generated class has a constant of kind " + tag);
        };
    }

    private String className(int index) {
        return text(unsigned(entry(index, CLASS) + 1));
    }

    private String text(int index) {
        int at = entry(index, UTF8);
        return new String(
                file, at + 1 + Short.BYTES, unsigned(at + 1), StandardCharsets.ISO_8859_1);
    }

    private int entry(int index, int tag) {
        int at = entries[index];
        if (at == 0 || file[at] != tag) {
            throw new ClassFormatError("generated class is damaged");
        }
        return at;
    }

    private int unsigned(int at) {
        return ((file[at] & 0xFF) << Byte.SIZE) | (file[at + 1] & 0xFF);
    }
}
