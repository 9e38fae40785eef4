using System.Collections.Immutable;

namespace ActorPbx.Domain.Registration;

/// <summary>Several flows of one device: it registers each under a reg-id of its own, so that it is reached while one of them is broken (RFC 5626).</summary>
public static class InstanceFlows
{
    /// <summary>Most flows of one device; the oldest makes room.</summary>
    public const int Most = 4;

    /// <summary>Whether two bindings are flows of one device, and not the same.</summary>
    public static bool AreOfOneDevice(Binding one, Binding other) =>
        one.Instance.Length > 0 && one.Instance == other.Instance && one.RegId > 0 && other.RegId > 0 && one.RegId != other.RegId;

    /// <summary>How many devices have these bindings.</summary>
    public static int DevicesIn(ImmutableArray<Binding> bindings)
    {
        var devices = 0;
        for (var i = 0; i < bindings.Length; i++)
        {
            devices += IsFirst(bindings, i) ? 1 : 0;
        }

        return devices;
    }

    /// <summary>The bindings of each device, the one that was refreshed last in front: only one flow of a device is tried at a time (RFC 5626 §6).</summary>
    public static ImmutableArray<ImmutableArray<Binding>> ByDevice(ImmutableArray<Binding> bindings)
    {
        var devices = ImmutableArray.CreateBuilder<ImmutableArray<Binding>>(bindings.Length);
        for (var i = 0; i < bindings.Length; i++)
        {
            if (IsFirst(bindings, i))
            {
                var first = bindings[i];
                var flows = bindings.RemoveAll(binding => binding != first && !AreOfOneDevice(binding, first));
                devices.Add(flows.Length == 1 ? flows : flows.Sort((a, b) => b.ExpiresAt.CompareTo(a.ExpiresAt)));
            }
        }

        return devices.ToImmutable();
    }

    /// <summary>The bindings with one flow more of a device that has others.</summary>
    public static ImmutableArray<Binding> Add(ImmutableArray<Binding> bindings, Binding binding)
    {
        Binding? oldest = null;
        var flows = 0;
        foreach (var other in bindings)
        {
            if (AreOfOneDevice(other, binding))
            {
                flows++;
                oldest = oldest is null || other.ExpiresAt < oldest.ExpiresAt ? other : oldest;
            }
        }

        return (flows < Most ? bindings : bindings.Remove(oldest!)).Add(binding);
    }

    private static bool IsFirst(ImmutableArray<Binding> bindings, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (AreOfOneDevice(bindings[i], bindings[index]))
            {
                return false;
            }
        }

        return true;
    }
}
