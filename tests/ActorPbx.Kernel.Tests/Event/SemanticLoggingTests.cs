using System.Globalization;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Tests.Event;

public sealed class SemanticLoggingTests() : Kernel.TestKit.Xunit2.TestKit("akka.loglevel = INFO")
{
    [Theory]
    [InlineData("Call {Call} of {Caller}", "Call 7 of 100")]
    [InlineData("Call {0} of {1}", "Call 7 of 100")]
    [InlineData("Call {1} of {0}", "Call 100 of 7")]
    [InlineData("Call {Call}} and {{x}}", "Call 7} and {x}")]
    [InlineData("{{{Call}}}", "{7}")]
    [InlineData("Call {Call,4}|{Caller,-4}|", "Call    7|100 |")]
    [InlineData("Call {Call:000}", "Call 007")]
    [InlineData("Call {Call,6:F1}", "Call    7.0")]
    [InlineData("Call {Call} of {Caller} to {Callee:X}", "Call 7 of 100 to {Callee}")]
    [InlineData("no places {", "no places {")]
    public void Arguments_go_into_named_and_numbered_places(string template, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        SemanticLogMessageFormatter.Instance.Format(template, 7, "100").ShouldBe(expected);
        SemanticLogMessageFormatter.Instance.Format(template, (IEnumerable<object>)new LogValues<int, string>(7, "100")).ShouldBe(expected);
    }

    [Fact]
    public void Nothing_is_said_as_null_in_a_named_place_and_as_nothing_in_a_numbered_one()
    {
        SemanticLogMessageFormatter.Instance.Format("[{Name}]", [null!]).ShouldBe("[null]");
        SemanticLogMessageFormatter.Instance.Format("[{0}]", [null!]).ShouldBe("[]");
        SemanticLogMessageFormatter.Instance.Format("{Name:N2}", new Nameless()).ShouldBe("null");
    }

    [Fact]
    public void A_text_without_arguments_loses_only_its_doubled_braces()
    {
        SemanticLogMessageFormatter.Instance.Format("a {{b}} {C,3}").ShouldBe("a {b} {C,3}");
        SemanticLogMessageFormatter.Instance.Format("").ShouldBe("");
    }

    [Fact]
    public void A_log_event_gives_its_arguments_by_name()
    {
        var logged = new Info("source", GetType(), new DefaultLogMessage(SemanticLogMessageFormatter.Instance, "{Call} of {Caller:X,4}", 7));
        logged.GetTemplate().ShouldBe("{Call} of {Caller:X,4}");
        logged.GetPropertyNames().ShouldBe(["Call", "Caller"]);
        logged.GetParameters().ShouldBe([7]);
        logged.TryGetProperties(out var properties).ShouldBeTrue();
        properties!.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create<string, object>("Call", 7));

        var plain = new Info("source", GetType(), "text");
        plain.TryGetProperties(out _).ShouldBeFalse();
        plain.GetTemplate().ShouldBe("text");
        plain.GetPropertyNames().ShouldBeEmpty();
        plain.GetParameters().ShouldBeEmpty();
    }

    [Fact]
    public void A_filter_knows_an_event_by_its_text_with_places_or_with_arguments()
    {
        EventFilter.Info("Call {Call} of {Caller}").ExpectOne(() => Log.Info("Call {Call} of {Caller}", 7, 100));
        EventFilter.Info("Call 7 of 100").ExpectOne(() => Log.Info("Call {Call} of {Caller}", 7, 100));
        EventFilter.Info(contains: "{Caller}").ExpectOne(() => Log.Info("Call {Call} of {Caller}", 7, 100));
    }

    [Fact]
    public void The_value_not_asked_for_longest_makes_room()
    {
        var cache = new LruCache<int, string>(2);
        cache.Add(1, "one");
        cache.Add(2, "two");
        cache.TryGet(1, out _).ShouldBeTrue();
        cache.Add(3, "three");
        cache.TryGet(2, out _).ShouldBeFalse();
        cache.Add(1, "uno");
        cache.TryGet(1, out string? one).ShouldBeTrue();
        one.ShouldBe("uno");
        cache.TryGet(3, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_formatter_of_ones_own_sees_texts_without_arguments_too()
    {
        using var system = ActorSystem.Create("loud", $"akka {{ loggers = [], stdout-loglevel = OFF, logger-formatter = \"{typeof(Loud).AssemblyQualifiedName}\" }}");
        system.EventStream.Subscribe(TestActor, typeof(Error));
        system.Log.Error("no answer");
        ExpectMsg<Error>().Message.ShouldBe("NO ANSWER");
        system.Log.Error("no answer from {0}", "a phone");
        ExpectMsg<Error>().Message.ToString().ShouldBe("NO ANSWER FROM A PHONE");
    }

    public sealed class Loud : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => string.Format(CultureInfo.InvariantCulture, format, args).ToUpperInvariant();

        public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);
    }

    private sealed class Nameless
    {
        public override string? ToString() => null;
    }
}
