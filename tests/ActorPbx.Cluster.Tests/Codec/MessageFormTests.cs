using System.Text.Json;
using System.Text.Json.Nodes;
using ActorPbx.Cluster.Codec;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Tests.Codec;

/// <summary>Every message there is, and every sample of an old one in the folder Samples, named NAME.VERSION.json.</summary>
public sealed class MessageFormTests
{
    public static TheoryData<Type> Messages() => [.. new[] { typeof(ClusterMessage).Assembly, typeof(ClusterCodec).Assembly }
        .SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsSubclassOf(typeof(ClusterMessage)) && !type.IsAbstract)];

    public static TheoryData<string> Samples() => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Codec", "Samples");

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_has_a_form_and_comes_back_whole(Type type)
    {
        var message = (ClusterMessage)SampleMaker.Make(type);
        ClusterCodec.TryEncode(new Letter(message, "question", "answers", 7), out var body).ShouldBeTrue();
        var back = ClusterCodec.Decode(body.Span).ShouldBeOfType<Decoded.Known>().Letter;
        back.Message.ShouldBeOfType(type);
        (back.Question, back.Answers, back.Epoch).ShouldBe(("question", "answers", 7));
        ClusterCodec.TryEncode(back, out var again);
        again.ToArray().ShouldBe(body.ToArray());
        JsonSerializer.Serialize(back.Message, type).ShouldBe(JsonSerializer.Serialize(message, type));
    }

    [Fact]
    public void Every_form_has_a_sample_of_its_first_version()
    {
        foreach (var form in MessageForms.ByName.Keys)
            File.Exists(Path.Combine(Folder, form + ".1.json")).ShouldBeTrue($"tests/ActorPbx.Cluster.Tests/Codec/Samples/{form}.1.json is missing");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_old_message_is_still_understood(string sample)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, sample));
        var letter = ClusterCodec.Decode(bytes).ShouldBeOfType<Decoded.Known>().Letter;
        ClusterCodec.TryEncode(letter, out var body);
        Holds(JsonNode.Parse(body.Span)!["b"]!, JsonNode.Parse(bytes)!["b"]!, sample);
    }

    // Whatever the old message said is still said.
    private static void Holds(JsonNode? now, JsonNode? then, string where)
    {
        switch (then)
        {
            case JsonObject old:
                foreach (var (name, value) in old)
                    Holds(now!.AsObject()[name], value, $"{where}.{name}");
                break;
            case JsonArray old:
                now!.AsArray().Count.ShouldBe(old.Count, where);
                for (var index = 0; index < old.Count; index++)
                    Holds(now[index], old[index], $"{where}[{index}]");
                break;
            default:
                JsonNode.DeepEquals(now, then).ShouldBeTrue($"{where}: {then} became {now}");
                break;
        }
    }
}
