using System.Net;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>The network of one exchange and its phones, in which every party may have port 5060.</summary>
public abstract class Network
{
    /// <summary>Address of the exchange.</summary>
    public abstract IPAddress Exchange { get; }

    /// <summary>Address of the n-th device, from 1.</summary>
    public abstract IPAddress Device(int n);

    /// <summary>All addresses of this network, as CIDR.</summary>
    public abstract string Cidr { get; }

    /// <summary>Where the exchange runs.</summary>
    public virtual Place ExchangePlace => Place.Here;

    /// <summary>Where the devices are.</summary>
    public virtual Place DevicePlace => Place.Here;
}
