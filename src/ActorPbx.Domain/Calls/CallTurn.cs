namespace ActorPbx.Domain.Calls;

/// <summary>What a call became by one input, and what is to be done, in order.</summary>
public readonly record struct CallDecision(CallState State, IReadOnlyList<CallEffect> Effects);

/// <summary>The desk on which one decision is worked out: the state so far and the effects so far. Never kept.</summary>
internal sealed class CallTurn(CallState state, DateTimeOffset now)
{
    private readonly List<CallEffect> _effects = [];

    public CallState State { get; set; } = state;

    public DateTimeOffset Now { get; } = now;

    public CallDecision Decision => new(State, _effects);

    public void Do(CallEffect effect) => _effects.Add(effect);

    public void SetDevice(DeviceLeg leg) =>
        State = State with { Devices = State.Devices.SetItem(leg.Id.Value - 1, leg) };

    public void EndDevice(DeviceLeg leg, ResponseCode final) =>
        SetDevice(leg with { Phase = DevicePhase.Ended, Final = final });

    public Exchange? FindExchange(ExchangeId id)
    {
        foreach (var exchange in State.Exchanges)
        {
            if (exchange.Id == id)
            {
                return exchange;
            }
        }

        return null;
    }

    public void AddExchange(Exchange exchange) => State = State with { Exchanges = State.Exchanges.Add(exchange) };

    public void RemoveExchange(Exchange exchange) => State = State with { Exchanges = State.Exchanges.Remove(exchange) };

    public void ReplaceExchange(Exchange old, Exchange next) => State = State with { Exchanges = State.Exchanges.Replace(old, next) };
}
