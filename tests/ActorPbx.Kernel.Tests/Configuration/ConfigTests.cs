namespace ActorPbx.Kernel.Tests.Configuration;

public sealed class ConfigTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString("""
        akka {
          loglevel = DEBUG
          timeout = 3s, plain = 250, forever = infinite
          size = 10KiB, on = on, off = false, n = 42, x = 1.5
          list = [a, b], numbers = [1, 2]
          "quoted.key" { v = 1 }
          deployment { "/a/*" { router = round-robin } }
          nothing = null
        }
        """);

    [Fact]
    public void Settings_convert_to_the_type_that_is_asked_for()
    {
        Sample.GetString("akka.loglevel").ShouldBe("DEBUG");
        Sample.GetTimeSpan("akka.timeout").ShouldBe(TimeSpan.FromSeconds(3));
        Sample.GetTimeSpan("akka.plain").ShouldBe(TimeSpan.FromMilliseconds(250));
        Sample.GetTimeSpan("akka.forever").ShouldBe(Timeout.InfiniteTimeSpan);
        Sample.GetByteSize("akka.size").ShouldBe(10240);
        Sample.GetBoolean("akka.on").ShouldBeTrue();
        Sample.GetBoolean("akka.off", true).ShouldBeFalse();
        Sample.GetInt("akka.n").ShouldBe(42);
        Sample.GetLong("akka.n").ShouldBe(42L);
        Sample.GetDouble("akka.x").ShouldBe(1.5);
        Sample.GetDecimal("akka.x").ShouldBe(1.5m);
        Sample.GetFloat("akka.x").ShouldBe(1.5f);
        Sample.GetStringList("akka.list").ShouldBe(["a", "b"]);
        Sample.GetIntList("akka.numbers").ShouldBe([1, 2]);
    }

    [Fact]
    public void A_missing_path_gives_the_default()
    {
        Sample.GetString("akka.none").ShouldBeNull();
        Sample.GetString("akka.none", "x").ShouldBe("x");
        Sample.GetInt("akka.none", 7).ShouldBe(7);
        Sample.GetTimeSpan("akka.none", TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromHours(1));
        Sample.GetBoolean("akka.none").ShouldBeFalse();
        Sample.GetStringList("akka.none").ShouldBeEmpty();
        Sample.GetConfig("akka.none").ShouldBeNull();
        Sample.HasPath("akka.none").ShouldBeFalse();
        Sample.HasPath("akka.loglevel").ShouldBeTrue();
    }

    [Fact]
    public void Quotes_keep_dots_in_a_key_and_stars_need_none()
    {
        Sample.GetInt("akka.\"quoted.key\".v").ShouldBe(1);
        Sample.GetConfig("akka.deployment")!.AsEnumerable().ShouldHaveSingleItem().Key.ShouldBe("/a/*");
        Sample.GetString("akka.deployment./a/*.router").ShouldBe("round-robin");
    }

    [Fact]
    public void A_fallback_fills_what_is_not_set()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }").WithFallback("a { x = 2, y = 3 }");

        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(3);
        config.GetConfig("a")!.GetInt("y").ShouldBe(3);
        Should.Throw<ArgumentException>(() => config.WithFallback(config));
    }

    [Fact]
    public void Nothing_is_empty()
    {
        ConfigurationFactory.Empty.IsEmpty.ShouldBeTrue();
        ConfigurationFactory.Empty.WithFallback(Sample).GetInt("akka.n").ShouldBe(42);
        Sample.WithFallback(ConfigurationFactory.Empty).IsEmpty.ShouldBeFalse();
        ((Config)null!).IsNullOrEmpty().ShouldBeTrue();
        ((Config)null!).SafeWithFallback(Sample).ShouldBeSameAs(Sample);
    }

    [Fact]
    public void A_text_is_a_configuration()
    {
        Config config = "a = 1";

        config.GetInt("a").ShouldBe(1);
        ConfigurationFactory.ParseString(config.ToString()).GetInt("a").ShouldBe(1);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error()
    {
        Should.Throw<FormatException>(() => Sample.GetInt("akka.loglevel"));
        Should.Throw<Exception>(() => Sample.GetBoolean("akka.loglevel"));
        Should.Throw<Exception>(() => Sample.GetTimeSpan("akka.loglevel"));
    }

    [Fact]
    public void Two_configurations_add_up_with_the_left_one_winning()
    {
        (ConfigurationFactory.ParseString("a = 1") + "a = 2, b = 3").GetInt("a").ShouldBe(1);
        ("a = 1" + ConfigurationFactory.ParseString("a = 2, b = 3")).GetInt("b").ShouldBe(3);
    }

    [Fact]
    public void A_configuration_can_be_made_of_an_object() =>
        ConfigurationFactory.FromObject(new { a = new { b = 5, c = new[] { "x" } } }).GetInt("a.b").ShouldBe(5);
}
