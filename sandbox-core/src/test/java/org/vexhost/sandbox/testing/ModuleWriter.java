package org.vexhost.sandbox.testing;

import java.util.ArrayList;
import java.util.List;

/** Puts a module together out of its sections' entries. */
public final class ModuleWriter {

    /** Type codes. */
    public static final int I32 = 0x7F;

    /** Type code. */
    public static final int I64 = 0x7E;

    /** Type code. */
    public static final int F32 = 0x7D;

    /** Type code. */
    public static final int F64 = 0x7C;

    /** Type code. */
    public static final int V128 = 0x7B;

    /** Type code. */
    public static final int FUNCREF = 0x70;

    /** Type code. */
    public static final int EXTERNREF = 0x6F;

    /** Type code. */
    public static final int EXNREF = 0x69;

    private final List<List<Bytes>> sections = new ArrayList<>();
    private int dataCount = -1;

    /** Starts an empty module. */
    public ModuleWriter() {
        for (int i = 0; i <= 13; i++) {
            sections.add(new ArrayList<>());
        }
    }

    /** Adds an entry to a section, and returns its index. */
    public int entry(int section, Bytes entry) {
        sections.get(section).add(entry);
        return sections.get(section).size() - 1;
    }

    /** Adds a function type. */
    public int type(int[] params, int[] results) {
        return entry(
                1, Bytes.of(0x60).u32(params.length).u8(params).u32(results.length).u8(results));
    }

    /** Imports a function. */
    public int importFunction(String module, String name, int type) {
        return entry(2, new Bytes().name(module).name(name).u8(0).u32(type));
    }

    /** Adds a function: its locals, one group for each, and its code without the last end. */
    public int function(int type, int[] locals, Bytes code) {
        Bytes body = new Bytes().u32(locals.length);
        for (int local : locals) {
            body.u32(1).u8(local);
        }
        return rawFunction(type, body.add(code).u8(0x0B));
    }

    /** Adds a function whose body is given with locals and end. */
    public int rawFunction(int type, Bytes body) {
        entry(3, new Bytes().u32(type));
        return sections.get(2).size() + entry(10, new Bytes().sized(body));
    }

    /** Adds a tag of exceptions. */
    public int tag(int type) {
        return entry(13, Bytes.of(0).u32(type));
    }

    /** Adds the memory. */
    public ModuleWriter memory(int min, int max) {
        entry(5, Bytes.of(1).u32(min).u32(max));
        return this;
    }

    /** Exports something. */
    public ModuleWriter export(String name, int kind, int index) {
        entry(7, new Bytes().name(name).u8(kind).u32(index));
        return this;
    }

    /** Writes a section that counts data segments. */
    public ModuleWriter countData() {
        dataCount = 0;
        return this;
    }

    /** Returns the module. */
    public byte[] toByteArray() {
        Bytes out = Bytes.of(0, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
        for (int id : new int[] {1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11}) {
            List<Bytes> entries = sections.get(id);
            if (id == 12 && dataCount >= 0) {
                out.u8(id).sized(new Bytes().u32(sections.get(11).size()));
            } else if (id == 8 && !entries.isEmpty()) {
                out.u8(id).sized(entries.get(0));
            } else if (!entries.isEmpty()) {
                Bytes content = new Bytes().u32(entries.size());
                entries.forEach(content::add);
                out.u8(id).sized(content);
            }
        }
        return out.toByteArray();
    }
}
