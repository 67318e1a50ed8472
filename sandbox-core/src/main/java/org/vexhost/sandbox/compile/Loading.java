package org.vexhost.sandbox.compile;

/** What happens to the classes of a module around a run. */
interface Loading {

    /** For a module whose classes are already loaded. */
    Loading NONE =
            new Loading() {
                @Override
                public void begin() {
                    // There is nothing to load.
                }

                @Override
                public void end() {
                    // There is nothing to store.
                }
            };

    /** Begins to load classes that the run will probably need. Returns immediately. */
    void begin();

    /** Stores which classes the run needed, for the next process, and stops loading. */
    void end();
}
