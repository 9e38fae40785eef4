using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// The calls to the outside that each extension of the node makes and made today. There is an entry for an extension from its first such call on. Counted in
/// memory: a restart of the node begins the day anew.
/// </summary>
public sealed class TollLedger(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(DomainName Domain, ExtensionNumber Number), OutsideCalls> _calls = [];

    /// <summary>Takes one more call of an extension, or says why not. A call that is counted already is not counted again.</summary>
    public TollRefusal TryBegin(DomainName domain, ExtensionNumber number, OutsideRights rights, bool isEmergency, CallId call)
    {
        lock (_lock)
        {
            var calls = _calls.GetValueOrDefault((domain, number), OutsideCalls.None);
            var refusal = TollGuard.Count(ref calls, rights, isEmergency, call, clock.GetUtcNow());
            _calls[(domain, number)] = calls;
            return refusal;
        }
    }

    /// <summary>A call is over; one that was never counted changes nothing.</summary>
    public void End(DomainName domain, ExtensionNumber number, CallId call)
    {
        lock (_lock)
        {
            if (_calls.TryGetValue((domain, number), out var calls) && calls.Living.Contains(call))
            {
                _calls[(domain, number)] = calls with { Living = calls.Living.Remove(call) };
            }
        }
    }
}
