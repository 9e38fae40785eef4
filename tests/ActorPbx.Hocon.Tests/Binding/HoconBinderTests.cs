using System.Net;

namespace ActorPbx.Hocon.Tests.Binding;

public sealed class HoconBinderTests
{
    private const string Minimal = """
        name = hq
        sip.listen = [{ transport = udp, address = 127.0.0.1 }]
        extensions {}
        """;

    private static HoconBinding<PbxSettings> Bind(string text, HoconBindOptions? options = null) =>
        HoconBinder.TryBind<PbxSettings>(Read(text), options);

    private static HoconObject Read(string text) => HoconParser.Parse(text, new HoconParseOptions { SourceName = "pbx.conf" }).Resolve();

    private static string OnlyProblem(string text) => Bind(text).Problems.ShouldHaveSingleItem().ToString();

    [Fact]
    public void Sections_lists_dictionaries_and_scalars_are_bound_onto_records()
    {
        var settings = Bind("""
            name = hq
            sip {
              listen = [{ transport = udp, address = "::1" }, { transport = tls-over-tcp, address = 10.0.0.1, port = 5061 }]
              t1 = 250ms, header-deadline = 2 minutes, idle-timeout = infinite, max-message = 64 KiB, buffer = 1MB, realm = pbx
            }
            trusted-addresses = [10.0.0.0/8, 192.168.1.7]
            console = "https://pbx.example/"
            extensions {
              100 { password = x, max-calls = 3, relay-media = yes, weights = [1, 2], shares { 100 = 0.5, "2.1" = 1 } }
              101 {}
            }
            """).Value;

        settings.Sip.Listen[0].ShouldBe(new ListenSettings(TransportKind.Udp, IPAddress.IPv6Loopback, 5060));
        settings.Sip.Listen[1].ShouldBe(new ListenSettings(TransportKind.TlsOverTcp, IPAddress.Parse("10.0.0.1"), 5061));
        settings.Sip.T1.ShouldBe(TimeSpan.FromMilliseconds(250));
        settings.Sip.HeaderDeadline.ShouldBe(TimeSpan.FromMinutes(2));
        settings.Sip.IdleTimeout.ShouldBe(Timeout.InfiniteTimeSpan);
        settings.Sip.MaxMessage.ShouldBe(65536);
        settings.Sip.Buffer.ShouldBe(new DataSize(1_000_000));
        settings.Sip.DigestRealm.ShouldBe("pbx");
        settings.TrustedAddresses.ShouldBe([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.168.1.7/32")]);
        settings.Console.ShouldBe(new Uri("https://pbx.example/"));
        settings.Extensions.Keys.ShouldBe(["100", "101"], ignoreOrder: true);
        settings.Extensions["100"].Weights.ShouldBe([1, 2]);
        settings.Extensions["100"].RelayMedia.ShouldBeTrue();
        settings.Extensions["100"].Shares[new Number("2.1")].ShouldBe(1);
        settings.Extensions["101"].MaxCalls.ShouldBe(2);
    }

    [Fact]
    public void What_is_not_written_has_its_default()
    {
        var settings = Bind(Minimal).Value;

        settings.Media.ShouldBe(new MediaSettings());
        settings.Sip.T1.ShouldBe(TimeSpan.FromMilliseconds(500));
        settings.Sip.Aliases.IsDefault.ShouldBeFalse();
        settings.TrustedAddresses.IsDefault.ShouldBeFalse();
        settings.Console.ShouldBeNull();
    }

    [Fact]
    public void An_unknown_key_is_named_with_its_place_and_the_nearest_known_one() =>
        OnlyProblem(Minimal + "\nsip.header-dedline = 3s")
            .ShouldBe("unknown key 'header-dedline' in 'sip' at pbx.conf:4:1; did you mean 'header-deadline'?");

    [Fact]
    public void Camel_case_is_answered_with_the_kebab_case_key() =>
        OnlyProblem("name=hq,extensions{}\nsip { listen = [], maxMessage = 1 }").ShouldContain("did you mean 'max-message'?");

    [Fact]
    public void An_unknown_key_far_from_every_known_one_has_no_hint() =>
        OnlyProblem(Minimal + "\nzebra = 1").ShouldBe("unknown key 'zebra' at pbx.conf:4:1");

    [Fact]
    public void Keys_of_others_may_stand_at_the_root()
    {
        var options = new HoconBindOptions { ForeignKeys = new HashSet<string> { "akka" } };

        Bind(Minimal + "\nakka { loglevel = DEBUG }", options).Succeeded.ShouldBeTrue();
        Bind(Minimal + "\nsip { akka = 1 }", options).Succeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("sip.t1 = soon", "wrong type for 'sip.t1': expected a duration such as '30s' or '500ms', found string 'soon' at pbx.conf:4:10")]
    [InlineData("sip.max-message = [1]", "wrong type for 'sip.max-message': expected a size such as '64 KiB' or '10MB', found an array at pbx.conf:4:19")]
    [InlineData("media.first-port = 1.5", "wrong type for 'media.first-port': expected a whole number, found number '1.5' at pbx.conf:4:20")]
    [InlineData("media.first-port = 99999999999", "'media.first-port' is out of range: '99999999999' does not fit a whole number of type Int32 at pbx.conf:4:20")]
    [InlineData("media = 3", "wrong type for 'media': expected an object, found number '3' at pbx.conf:4:9")]
    [InlineData("media.first-port = null", "'media.first-port' may not be null at pbx.conf:4:20")]
    [InlineData("sip.aliases = a", "wrong type for 'sip.aliases': expected an array, found string 'a' at pbx.conf:4:15")]
    [InlineData("extensions.1.relay-media = maybe", "wrong type for 'extensions.1.relay-media': expected true or false (or yes, no, on, off), found string 'maybe' at pbx.conf:4:28")]
    [InlineData("trusted-addresses = [10.1]", "wrong type for 'trusted-addresses.0': expected an IP network such as '10.0.0.0/8', found number '10.1' at pbx.conf:4:22")]
    public void A_wrong_type_is_named_with_what_was_expected_and_found(string line, string problem) =>
        OnlyProblem(Minimal + "\n" + line).ShouldBe(problem);

    [Fact]
    public void A_misspelt_word_of_a_list_of_words_is_answered_with_the_nearest() =>
        OnlyProblem("name=hq,extensions{}\nsip.listen = [{ transport = utp, address = 1.2.3.4 }]")
            .ShouldBe("wrong type for 'sip.listen.0.transport': expected one of udp, tcp, tls-over-tcp, found string 'utp' at pbx.conf:2:29; did you mean 'udp'?");

    [Theory]
    [InlineData("extensions.1.max-calls = 11", "'extensions.1.max-calls' is out of range: '11' is not between 0 and 10 at pbx.conf:4:26")]
    [InlineData("sip.header-deadline = 1h", "'sip.header-deadline' is out of range: '1h' is not between 1s and 10m at pbx.conf:4:23")]
    public void A_value_outside_its_range_is_named(string line, string problem) => OnlyProblem(Minimal + "\n" + line).ShouldBe(problem);

    [Fact]
    public void A_missing_key_is_placed_at_the_object_that_lacks_it() =>
        OnlyProblem("name = hq\nextensions {}\nsip.listen = [\n  { transport = udp }\n]").ShouldBe("missing key 'sip.listen.0.address' at pbx.conf:4:3");

    [Fact]
    public void A_missing_section_reports_what_is_missing_inside_it() =>
        OnlyProblem("name = hq\nextensions {}").ShouldStartWith("missing key 'sip.listen'");

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var failure = Should.Throw<HoconConfigurationException>(() => Bind("nam = hq\nsip { t1 = x, listen = [{ port = 0 }] }\nmedia.last-port = y").Value);

        failure.Problems.Count.ShouldBe(8);
        failure.Message.ShouldContain("8 problems");
        failure.Message.ShouldContain("\n  - unknown key 'nam' at pbx.conf:1:1; did you mean 'name'?");
    }

    [Fact]
    public void Settings_can_check_themselves_and_point_at_a_key() =>
        OnlyProblem(Minimal + "\nmedia.last-port = 9").ShouldBe("'last-port' 9 is below 'first-port' 10000 at pbx.conf:4:1");

    [Fact]
    public void A_secret_of_the_wrong_type_is_not_printed()
    {
        var options = HoconBindOptions.Default.WithText(_ => new Number("x"), "a number");
        Bind(Minimal + "\nextensions.1.password = { hunter2 = 1 }", options).Problems.ShouldHaveSingleItem().ToString().ShouldNotContain("hunter2");
        OnlyProblem(Minimal + "\nextensions.1.password = [hunter2]").ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_type_can_be_given_its_own_text_form()
    {
        var options = HoconBindOptions.Default.WithText(t => t.Length == 3 ? new Number(t) : throw new FormatException(), "three digits");

        Bind(Minimal + "\nextensions.1.shares { 12 = 1 }", options).Problems.ShouldHaveSingleItem().ToString()
            .ShouldStartWith("wrong type for 'extensions.1.shares.12': expected three digits, found string '12'");
    }

    [Fact]
    public void A_value_that_came_by_substitution_is_placed_where_it_was_written() =>
        OnlyProblem(Minimal + "\nsip.t1 = ${sip.realm}\nsip.realm = nonsense").ShouldContain("pbx.conf:5:13");

    [Fact]
    public void Numeric_keys_make_a_list() =>
        Bind(Minimal + "\nsip.aliases { 1 = b, 0 = a }").Value.Sip.Aliases.ShouldBe(["a", "b"]);

    [Fact]
    public void Two_keys_that_mean_the_same_are_reported() =>
        HoconBinder.TryBind<Dictionary<TransportKind, int>>(Read("udp = 1, Udp = 2")).Problems.ShouldHaveSingleItem().What.ShouldContain("'Udp'");
}
