using ActorPbx.Node.Settings;
using ActorPbx.Node.Telemetry;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>One way in which a node is watched, as the configuration changes under it.</summary>
public sealed class NodeWatchTests : IAsyncDisposable
{
    private readonly List<string> _seen = [];
    private readonly WatchPart _part;

    public NodeWatchTests() => _part = new WatchPart(settings => settings.Hep, settings => Task.FromResult<object?>(Begin(settings.Hep.Address)));

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    [Fact]
    public async Task It_begins_anew_when_its_own_settings_differ_and_at_no_other_time()
    {
        await Apply("a");
        await _part.ApplyAsync(Of("a") with { Telemetry = new TelemetrySettings { Pauses = true } });
        await Apply("b");
        await Apply("");
        await Apply("b");
        await _part.DisposeAsync();
        _seen.ShouldBe(["begins a", "ends a", "begins b", "ends b", "begins b", "ends b"]);
    }

    [Fact]
    public async Task One_that_could_not_begin_is_tried_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Apply("taken"));
        await Should.ThrowAsync<InvalidOperationException>(() => Apply("taken"));
        await Apply("a");
        _seen.ShouldBe(["begins a"]);
    }

    private static NodeConfiguration Of(string address) => new() { Hep = new HepSettings { Address = address } };

    private Task Apply(string address) => _part.ApplyAsync(Of(address));

    private Running? Begin(string address)
    {
        if (address == "taken")
        {
            throw new InvalidOperationException("taken");
        }

        if (address.Length == 0)
        {
            return null;
        }

        _seen.Add("begins " + address);
        return new Running(() => _seen.Add("ends " + address));
    }

    private sealed class Running(Action ends) : IDisposable
    {
        public void Dispose() => ends();
    }
}
