package org.vexhost.loader.denial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.DenialListener;

/**
 * Counts denials. For each tool, it logs the first denial of each function and capability. It
 * remembers a limited number of tools: those with the latest denials.
 */
@Component(service = {DenialListener.class, Denials.class})
public final class DenialCounter implements DenialListener, Denials {

    static final int MAX_TOOLS = 512;
    static final int MAX_KINDS = 128;
    static final int MAX_SUBJECTS = 5;

    private static final int MAX_SUBJECT_LENGTH = 100;
    private static final Logger LOG = LoggerFactory.getLogger(DenialCounter.class);

    private final Map<String, Map<Key, Count>> byTool = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String function, Capability capability) {}

    private static final class Count {
        private long count;
        private Instant last = Instant.EPOCH;
        private final Set<String> subjects = new LinkedHashSet<>();
    }

    @Override
    public void denied(Denial denial) {
        if (count(denial)) {
            LOG.warn(
                    "Tool '{}' was refused {} of '{}' [{} is not granted; to allow it: {}]",
                    denial.tool(),
                    denial.function(),
                    subject(denial),
                    denial.capability().key(),
                    GrantHint.command(denial.tool(), denial.capability(), denial.subject()));
        }
    }

    /** Counts a denial; returns whether it is the first denial of its kind. */
    private synchronized boolean count(Denial denial) {
        Map<Key, Count> kinds =
                byTool.computeIfAbsent(denial.tool(), each -> new LinkedHashMap<>());
        if (byTool.size() > MAX_TOOLS) {
            byTool.remove(byTool.keySet().iterator().next());
        }
        Key key = new Key(denial.function(), denial.capability());
        Count known = kinds.get(key);
        if (known == null && kinds.size() == MAX_KINDS) {
            return false;
        }
        Count count = known == null ? new Count() : known;
        kinds.put(key, count);
        count.count++;
        count.last = Instant.now();
        if (count.subjects.size() < MAX_SUBJECTS) {
            count.subjects.add(subject(denial));
        }
        return known == null;
    }

    private static String subject(Denial denial) {
        String text = denial.subject();
        // The text is already escaped. It is shortened so that several texts fit into a list.
        return text.length() <= MAX_SUBJECT_LENGTH
                ? text
                : MessageText.escape(text, MAX_SUBJECT_LENGTH);
    }

    @Override
    public synchronized List<Kind> of(String tool) {
        Map<Key, Count> kinds = byTool.getOrDefault(tool, Map.of());
        List<Kind> all = new ArrayList<>();
        kinds.forEach(
                (key, count) ->
                        all.add(
                                new Kind(
                                        key.function(),
                                        key.capability(),
                                        count.count,
                                        count.last,
                                        List.copyOf(count.subjects))));
        all.sort(Comparator.comparingLong(Kind::count).reversed().thenComparing(Kind::function));
        return all;
    }
}
