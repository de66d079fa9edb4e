import { useEffect, useRef, useState } from 'preact/hooks';
import { type ChosenPhoto, preparePhoto } from './photo.ts';
import { useWords } from './words.ts';

interface PhotoFieldProps {
  readonly photo: ChosenPhoto | null;
  readonly onPhoto: (photo: ChosenPhoto | null) => void;
}

export const PhotoField = ({ photo, onPhoto }: PhotoFieldProps) => {
  const { say } = useWords();
  const [isBusy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (photo?.drawn) place.current?.replaceChildren(photo.drawn);
    else place.current?.replaceChildren();
  }, [photo]);
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    onPhoto(await preparePhoto(file));
    setBusy(false);
  };
  return (
    <fieldset class="photo">
      <legend>{say('remark.photo')}</legend>
      {photo !== null && (
        <p class="chosen" data-testid="remark-photo-chosen">
          {say('remark.photoChosen')}
        </p>
      )}
      <div ref={place} class="photo-drawn" />
      <div class="ends">
        <label class="press quiet">
          {say(isBusy ? 'remark.loading' : photo === null ? 'remark.photoAdd' : 'remark.photoChange')}
          <input
            type="file"
            class="unseen"
            accept="image/jpeg,image/png,image/webp"
            data-testid="remark-photo"
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
        </label>
        {photo !== null && (
          <button type="button" class="press quiet" data-testid="remark-photo-remove" onClick={() => onPhoto(null)}>
            {say('remark.photoRemove')}
          </button>
        )}
      </div>
      <p class="soft">{say('remark.photoHint')}</p>
    </fieldset>
  );
};
