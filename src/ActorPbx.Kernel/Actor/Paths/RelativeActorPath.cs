namespace ActorPbx.Kernel.Actor;

/// <summary>Splits paths that carry no address into their elements.</summary>
public static class RelativeActorPath
{
    /// <summary>The elements of a path without address; not for absolute URIs.</summary>
    public static IEnumerable<string>? Unapply(string addr)
    {
        if (addr.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(addr, UriKind.RelativeOrAbsolute, out _))
        {
            return null;
        }

        int fragment = addr.IndexOf('#', StringComparison.Ordinal);
        return addr.Length == 0 && fragment < 0 ? null : (addr.StartsWith('/') ? addr[1..] : addr).Split('/');
    }
}
