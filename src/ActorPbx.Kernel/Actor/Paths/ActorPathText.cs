using System.Text;

namespace ActorPbx.Kernel.Actor;

/// <summary>Reads and writes the textual form of actor paths.</summary>
internal static class ActorPathText
{
    public static bool IsValidElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
        {
            return false;
        }

        for (int i = 0; i < s.Length; i++)
        {
            char c = s[i];
            bool plain = char.IsAsciiLetterOrDigit(c) || ActorPath.ValidSymbols.Contains(c, StringComparison.Ordinal);
            if (plain)
            {
                continue;
            }

            bool escaped = c == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]);
            if (!escaped)
            {
                return false;
            }

            i += 2;
        }

        return true;
    }

    public static bool TryParse(ActorPath? basePath, string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = null;
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }

        ReadOnlySpan<char> rest = path;
        if (path[0] == '/' || !path.Contains("://", StringComparison.Ordinal))
        {
            if (basePath is null)
            {
                return false;
            }

            actorPath = path[0] == '/' ? basePath.Root : basePath;
        }
        else if (Address.TryParse(path, out Address? address, out rest))
        {
            actorPath = new RootActorPath(address);
        }
        else
        {
            return false;
        }

        actorPath = Append(actorPath, rest);
        return true;
    }

    private static ActorPath Append(ActorPath path, ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            int slash = rest.IndexOf('/');
            ReadOnlySpan<char> element = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[(slash + 1)..];
            if (element is "..")
            {
                path = path.Parent;
            }
            else if (!element.IsEmpty)
            {
                path /= element.ToString();
            }
        }

        return path;
    }

    public static string Write(ActorPath path, string prefix)
    {
        if (path.ParentOrNull is null)
        {
            return path.Name == "/" ? prefix + "/" : prefix + "/" + path.Name;
        }

        int length = prefix.Length;
        for (ActorPath? p = path; p?.ParentOrNull is not null; p = p.ParentOrNull)
        {
            length += p.Name.Length + 1;
        }

        return string.Create(length, (path, prefix), static (target, state) =>
        {
            int end = target.Length;
            for (ActorPath? p = state.path; p?.ParentOrNull is not null; p = p.ParentOrNull)
            {
                end -= p.Name.Length;
                p.Name.CopyTo(target[end..]);
                target[--end] = '/';
            }

            state.prefix.CopyTo(target);
        });
    }
}
