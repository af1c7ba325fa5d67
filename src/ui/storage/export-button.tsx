import { PackageOpen } from 'lucide-react';
import { useState } from 'react';
import type { RepositoryId, VectorGitError } from '../../domain/api.ts';
import type { ExportedPack } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';
import { Button } from '../components/button.tsx';
import { saveFile } from '../components/save-file.ts';
import { useStores } from '../stores/stores.ts';

interface ExportButtonProps {
  readonly id: RepositoryId;
  readonly name: string;
  readonly onFailure: (failure: VectorGitError | null) => void;
  readonly onExported: (pack: ExportedPack) => void;
}

/** The whole index as one file: dropped into another browser, it answers the same. */
export function ExportButton({ id, name, onFailure, onExported }: ExportButtonProps) {
  const { client } = useStores();
  const [busy, setBusy] = useState(false);
  const pack = async () => {
    setBusy(true);
    onFailure(null);
    try {
      const exported = await client.exportPack(id);
      saveFile(exported.file);
      onExported(exported);
    } catch (error) {
      onFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      look="quiet"
      aria-label={`Export ${name}`}
      title="Save the index as one file. Skipped files and secrets are not in it."
      disabled={busy}
      onClick={() => void pack()}
    >
      <PackageOpen size={14} aria-hidden />
      {busy ? 'Packing …' : 'Export'}
    </Button>
  );
}
