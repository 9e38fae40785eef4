using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// The calls to the outside that each extension of the node makes and made today. There is an entry for an extension from its first such call on. What was
/// called today is told to the store with each call, so that a crash gains nobody a second day.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="keep">Who keeps the counts over a restart; null for nobody.</param>
public sealed class TollLedger(TimeProvider clock, Action<StoreCommand>? keep = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(DomainName Domain, ExtensionNumber Number), OutsideCalls> _calls = [];

    /// <summary>Takes one more call of an extension, or says why not. A call that is counted already is not counted again.</summary>
    public TollRefusal TryBegin(DomainName domain, ExtensionNumber number, OutsideRights rights, bool isEmergency, CallId call)
    {
        lock (_lock)
        {
            var calls = _calls.GetValueOrDefault((domain, number), OutsideCalls.None);
            var before = calls;
            var refusal = TollGuard.Count(ref calls, rights, isEmergency, call, clock.GetUtcNow());
            _calls[(domain, number)] = calls;
            if (calls.Living != before.Living)
            {
                // Inside the lock: of two calls at once the later count is kept.
                keep?.Invoke(new KeepOutsideCount(new OutsideCount(domain, number, calls.Day, calls.OfDay)));
            }

            return refusal;
        }
    }

    /// <summary>What an extension called before the node started.</summary>
    public void Restore(OutsideCount count)
    {
        lock (_lock)
        {
            var now = _calls.GetValueOrDefault((count.Domain, count.Number), OutsideCalls.None);
            var all = _calls[(count.Domain, count.Number)] = TollGuard.WithEarlier(now, count.Day, count.Calls);
            if (now.OfDay > 0)
            {
                keep?.Invoke(new KeepOutsideCount(count with { Day = all.Day, Calls = all.OfDay }));
            }
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
