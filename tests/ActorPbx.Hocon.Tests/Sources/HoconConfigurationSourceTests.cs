using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace ActorPbx.Hocon.Tests.Sources;

public sealed class HoconConfigurationSourceTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    public void Dispose() => _files.Dispose();

    private IConfigurationRoot Build(Action<HoconConfigurationSource>? setUp = null) =>
        new ConfigurationBuilder().SetBasePath(_files.Directory).AddHoconFile("app.conf", source => setUp?.Invoke(source)).Build();

    private static void Eventually(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            Thread.Yield();
        }
    }

    [Fact]
    public void Objects_and_arrays_become_keys_with_colons()
    {
        _files.Write("app.conf", "a { b = 1, c = [x, { d = yes }] }, n = null, e {}, f = [], port = ${a.b}");

        var configuration = Build();

        configuration["a:b"].ShouldBe("1");
        configuration["A:C:0"].ShouldBe("x");
        configuration["a:c:1:d"].ShouldBe("yes");
        configuration["n"].ShouldBeNull();
        configuration["port"].ShouldBe("1");
        configuration.GetSection("a:c").GetChildren().Count().ShouldBe(2);
    }

    [Fact]
    public void A_missing_file_is_an_error_unless_it_is_optional()
    {
        Should.Throw<HoconException>(() => Build());
        Build(source => source.Optional = true).GetChildren().ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_file_is_read_again()
    {
        _files.Write("app.conf", "a = 1");
        using var configuration = (ConfigurationRoot)Build(Watched);

        _files.Write("app.conf", "a = 2");

        Eventually(() => configuration["a"] == "2");
    }

    [Fact]
    public void A_changed_include_is_noticed_also_when_it_did_not_exist()
    {
        _files.Write("app.conf", "a = 1\ninclude \"more.conf\"");
        using var configuration = (ConfigurationRoot)Build(Watched);

        _files.Write("more.conf", "a = 2");
        Eventually(() => configuration["a"] == "2");

        _files.Write("more.conf", "a = 3");
        Eventually(() => configuration["a"] == "3");
    }

    [Fact]
    public void A_bad_change_is_reported_and_the_old_settings_stay()
    {
        Exception? reported = null;
        _files.Write("app.conf", "a = 1");
        using var configuration = (ConfigurationRoot)Build(source =>
        {
            Watched(source);
            source.OnReloadFailure = failure => Volatile.Write(ref reported, failure);
        });

        _files.Write("app.conf", "a = [");
        Eventually(() => Volatile.Read(ref reported) is HoconException);
        configuration["a"].ShouldBe("1");

        _files.Write("app.conf", "a = 2");
        Eventually(() => configuration["a"] == "2");
    }

    private static void Watched(HoconConfigurationSource source)
    {
        source.ReloadOnChange = true;
        source.ReloadDelay = TimeSpan.FromMilliseconds(20);
    }
}
