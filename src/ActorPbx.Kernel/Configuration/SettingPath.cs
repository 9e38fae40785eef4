using System.Text;
using ActorPbx.Hocon;

namespace ActorPbx.Kernel.Configuration;

/// <summary>Cuts a setting's path at its dots. Only quotes are special, so that actor paths with stars need none.</summary>
internal static class SettingPath
{
    public static HoconPath Split(string path)
    {
        if (!path.Contains('"')) return new HoconPath(path.Split('.'));
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"') quoted = !quoted;
            else if (c == '.' && !quoted)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else key.Append(c);
        }
        keys.Add(key.ToString());
        return new HoconPath(keys);
    }
}
