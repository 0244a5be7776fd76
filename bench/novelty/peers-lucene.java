/* The documents of a Lucene index that its MoreLikeThis proposes for each question.
 *
 *   java -cp … peers-lucene.java DOCS QUESTIONS MODE SECONDS FOLDER
 *
 * DOCS and QUESTIONS: lines "id TAB words with spaces between". MODE: whole (25 terms of the text, 60 documents), block (25 terms of each
 * block of 120 words, half overlapping, 10 documents a block, the 60 best), shingles (the same, terms being runs of 3 words). Prints for
 * each question that was answered in time "id TAB milliseconds TAB id …", then "bytes TAB size of the index". */
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.shingle.ShingleAnalyzerWrapper;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;

class Peer {
    static final int TERMS = 25, BLOCK = 120, PER_BLOCK = 10, BEST = 60;
    static IndexSearcher searcher;
    static MoreLikeThis more;

    static void fill(Directory to, Analyzer words, String docs) throws IOException {
        FieldType text = new FieldType(TextField.TYPE_NOT_STORED);
        text.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        try (IndexWriter w = new IndexWriter(to, new IndexWriterConfig(words)); BufferedReader in = Files.newBufferedReader(Path.of(docs))) {
            for (String line; (line = in.readLine()) != null;) {
                String[] part = line.split("\t", 2);
                Document d = new Document();
                d.add(new StoredField("id", part[0]));
                d.add(new Field("t", part[1], text));
                w.addDocument(d);
            }
            w.forceMerge(1);
        }
    }

    static void ask(String words, int most, Map<Integer, Float> best) throws IOException {
        for (ScoreDoc d : searcher.search(more.like("t", new StringReader(words)), most).scoreDocs) best.merge(d.doc, d.score, Math::max);
    }

    static List<Integer> answer(String words, boolean whole) throws IOException {
        Map<Integer, Float> best = new HashMap<>();
        String[] w = words.split(" ");
        if (whole) ask(words, BEST, best);
        for (int i = 0; !whole && i < Math.max(1, w.length - BLOCK / 2); i += BLOCK / 2)
            ask(String.join(" ", Arrays.copyOfRange(w, i, Math.min(w.length, i + BLOCK))), PER_BLOCK, best);
        return best.entrySet().stream().sorted((a, b) -> Float.compare(b.getValue(), a.getValue())).limit(BEST).map(Map.Entry::getKey).collect(Collectors.toList());
    }

    public static void main(String[] a) throws IOException {
        Analyzer words = new WhitespaceAnalyzer();
        if (a[2].equals("shingles")) words = new ShingleAnalyzerWrapper(words, 3, 3, " ", false, false, "_");
        BooleanQuery.setMaxClauseCount(4096);
        try (FSDirectory folder = FSDirectory.open(Path.of(a[4]))) {
            fill(folder, words, a[0]);
            searcher = new IndexSearcher(DirectoryReader.open(folder));
            more = new MoreLikeThis(searcher.getIndexReader());
            more.setAnalyzer(words);
            more.setFieldNames(new String[] {"t"});
            more.setMinTermFreq(1);
            more.setMinDocFreq(1);
            more.setMaxQueryTerms(TERMS);
            List<String> lines = Files.readAllLines(Path.of(a[1]));
            for (int i = 0; i < Math.min(20, lines.size()); i++) answer(lines.get(i).split("\t", 2)[1], a[2].equals("whole")); /* warm */
            long end = System.nanoTime() + Long.parseLong(a[3]) * 1000000000L;
            for (String line : lines) {
                if (System.nanoTime() > end) break;
                String[] part = line.split("\t", 2);
                long begun = System.nanoTime();
                List<Integer> got = answer(part[1], a[2].equals("whole"));
                StringBuilder out = new StringBuilder(part[0] + "\t" + (System.nanoTime() - begun) / 1e6);
                for (int d : got) out.append('\t').append(searcher.doc(d).get("id"));
                System.out.println(out);
            }
            long bytes = 0;
            for (String f : folder.listAll()) bytes += folder.fileLength(f);
            System.out.println("bytes\t" + bytes);
        }
    }
}
