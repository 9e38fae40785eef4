using ActorPbx.Cluster.Bus;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Cluster.Tests.Bus;

public sealed class TopicTrieTests
{
    [Fact]
    public void A_pattern_fits_the_topics_that_its_definition_says()
    {
        var patterns = Words(["a", "b", "*", "#"]);
        var topics = Words(["a", "b", "c"]);
        Prop.ForAll(patterns.ListOf().ToArbitrary(), topics.ToArbitrary(), (some, topic) =>
        {
            var trie = new TopicTrie<string>();
            foreach (var pattern in some)
                trie.Add(pattern, pattern);
            Found(trie, topic).ShouldBe(some.Where(pattern => Fits(pattern.Split('.'), topic.Split('.'))).Distinct().Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_removed_is_as_if_it_had_never_been()
    {
        var patterns = Words(["a", "b", "*", "#"]);
        Prop.ForAll(patterns.ListOf().ToArbitrary(), patterns.ListOf().ToArbitrary(), (stay, go) =>
        {
            var trie = new TopicTrie<string>();
            foreach (var pattern in stay.Concat(go))
                trie.Add(pattern, pattern);
            foreach (var pattern in go.Distinct())
                trie.Remove(pattern, pattern).ShouldBeTrue();
            var left = stay.Except(go).ToArray();
            foreach (var topic in new[] { "a", "b", "a.b", "b.a", "a.a.b", "c.b.a.a" })
                Found(trie, topic).ShouldBe(left.Where(pattern => Fits(pattern.Split('.'), topic.Split('.'))).Distinct().Order());
            trie.IsEmpty.ShouldBe(left.Length == 0);
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Found(TopicTrie<string> trie, string topic)
    {
        var found = new HashSet<string>();
        trie.Match(topic, found);
        return [.. found.Order()];
    }

    private static Gen<string> Words(string[] words) =>
        from count in Gen.Choose(1, 5)
        from chosen in Gen.Elements(words).ArrayOf(count)
        select string.Join('.', chosen);

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> topic)
    {
        if (pattern.IsEmpty)
            return topic.IsEmpty;
        if (pattern[0] == "#")
            return Fits(pattern[1..], topic) || (!topic.IsEmpty && Fits(pattern, topic[1..]));
        return !topic.IsEmpty && (pattern[0] == "*" || pattern[0] == topic[0]) && Fits(pattern[1..], topic[1..]);
    }
}
